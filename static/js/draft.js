// Nothing typed is lost: what was written stays in this browser until it is sent or thrown away, for seven days at most.

export const REPORT = "report-draft";
const LONGEST = 7 * 24 * 3600 * 1000;
const PLACE = ["grid", "lng", "lat", "place_by", "address"];
const HIDDEN = ["form_key", ...PLACE]; // the other hidden fields belong to the page: its token does not outlive it

// Everything that somebody fills in or ticks; the lists of places only lead to a grid.
function ofAReport({ name, type, dataset }) {
  return type === "hidden" ? HIDDEN.includes(name) : type !== "file" && name !== "found" && !("level" in dataset);
}

// Keep a form under a key: `keeps` says of a field whether it is kept, `tell` hears each time when the draft was written.
export function keepDraft(form, key = REPORT, keeps = ofAReport, tell = () => {}) {
  const names = () => new Set([...form.elements].filter((field) => field.name && keeps(field)).map((field) => field.name));
  const stored = read(key);
  let { at, isWaiting = false, fields } = stored ?? {};

  function write() {
    const kept = names();
    at = Date.now();
    fields = [...new FormData(form)].filter(([name]) => kept.has(name));
    try {
      localStorage.setItem(key, JSON.stringify({ at, isWaiting, fields }));
    } catch { return false; } // full or switched off
    tell(at);
    return true;
  }

  if (stored && isFresh(form)) restore(form, fields, names(), isWaiting);
  if (stored) tell(at);
  for (const kind of ["input", "change"]) form.addEventListener(kind, write);
  return {
    get isWaiting() { return isWaiting; },
    waits(does) { isWaiting = does; return write(); },
  };
}

export function forgetDraft(key = REPORT) {
  try { localStorage.removeItem(key); } catch { /* storage is switched off: there is no draft */ }
}

// What came back from the server with words in it, or with errors, is newer than any draft.
export function isFresh(form) {
  return !form.elements.text.defaultValue && !form.querySelector("[data-errors], [data-asked]");
}

export function hasDraft(key = REPORT) {
  return read(key) !== null;
}

function read(key) {
  try {
    const stored = JSON.parse(localStorage.getItem(key));
    if (stored?.fields && stored.at > Date.now() - LONGEST) return stored;
  } catch { /* not ours, or switched off */ }
  forgetDraft(key);
  return null;
}

function restore(form, fields, kept, isWaiting) {
  const isPlaced = Boolean(form.elements.grid.value) && !isWaiting; // a link to this very grid wins over an old place
  const values = (name) => fields.filter(([known]) => known === name).map(([, value]) => value);
  for (const name of kept) {
    if (isPlaced && PLACE.includes(name)) continue;
    const left = values(name);
    for (const field of form.querySelectorAll(`[name="${name}"]`)) {
      if (["radio", "checkbox"].includes(field.type)) field.checked = left.includes(field.value);
      else if (left.length) field.value = left.shift();
    }
  }
}
