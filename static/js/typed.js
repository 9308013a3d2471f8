// What was typed on a case outlives a lost connection and a session that ran out: each text stays in this browser, by case,
// action and person, until a page says that it was taken, for seven days at most, and never beyond logging out.
const SENT = "typed-sent";
const PREFIX = "typed:";
const LONGEST = 7 * 24 * 3600 * 1000;

const restored = new Set(); // the same step may stand on the page twice, whole and small: the first one has the words

forgetOld();
for (const form of document.querySelectorAll("form[data-typed]")) {
  const area = (name) => `${PREFIX}${form.dataset.typed}:${new URL(form.action).pathname}:${name}`;
  const note = form.querySelector("[data-typed-note]");
  for (const text of form.querySelectorAll("textarea")) {
    const key = area(text.name);
    const kept = read(key);
    if (wasTaken(key)) remove(key);
    else if (kept && !text.value && !restored.has(key)) {
      restored.add(key);
      text.value = kept;
      note.hidden = false;
      note.querySelector("button").addEventListener("click", () => { text.value = ""; remove(key); note.hidden = true; });
    }
    text.addEventListener("input", () => (text.value ? write(key, text.value) : remove(key)));
  }
  form.addEventListener("submit", () => {
    const keys = [...form.querySelectorAll("textarea")].map((text) => area(text.name));
    try { sessionStorage.setItem(SENT, JSON.stringify(keys)); } catch { /* switched off: the draft is offered once more */ }
  });
}
settle();

// The page of the case says that an action was taken; what was sent before it is no longer a draft.
function settle() {
  let keys = [];
  try { keys = JSON.parse(sessionStorage.getItem(SENT)) ?? []; sessionStorage.removeItem(SENT); } catch { return; }
  if (document.querySelector(".messages .success")) keys.forEach(remove);
}

function wasTaken(key) {
  try { return Boolean(document.querySelector(".messages .success")) && (JSON.parse(sessionStorage.getItem(SENT)) ?? []).includes(key); } catch { return false; }
}

function forgetOld() {
  try { Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach(read); } catch { /* switched off */ }
}

// A text without a moment, or from longer ago, is nobody's any more.
function read(key) {
  try {
    const { at, text } = JSON.parse(localStorage.getItem(key)) ?? {};
    if (at > Date.now() - LONGEST) return text;
  } catch { /* not ours, or switched off */ }
  remove(key);
  return null;
}
function write(key, text) { try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), text })); } catch { /* full or switched off */ } }
function remove(key) { try { localStorage.removeItem(key); } catch { /* switched off */ } }
