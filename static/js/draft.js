// Nothing typed is lost: what was written stays in this browser until it is sent or thrown away, for seven days at most.

export const REPORT = "report-draft";
const LONGEST = 7 * 24 * 3600 * 1000;
const PLACE = ["grid", "lng", "lat", "place_by", "address"];
const HIDDEN = ["form_key", ...PLACE]; // the other hidden fields belong to the page: its token does not outlive it

const ANSWER = /^q_/; // to a question of the category: it comes with the category, after the draft

// Everything that somebody fills in or ticks; the lists of places only lead to a grid.
function ofAReport({ name, type, dataset }) {
  return type === "hidden" ? HIDDEN.includes(name) : type !== "file" && name !== "found" && !("level" in dataset);
}

// Keep a form under a key: `keeps` says of a field whether it is kept, `tell` hears each time when the draft was written.
export function keepDraft(form, key = REPORT, keeps = ofAReport, tell = () => {}) {
  const names = () => new Set([...form.elements].filter((field) => field.name && keeps(field)).map((field) => field.name));
  const stored = read(key);
  const isBack = Boolean(stored) && isFresh(form);
  let { at, isWaiting = false, fields } = stored ?? {};
  let answers = []; // those whose questions are not on the page yet
  let answered = ""; // the category they belong to

  function write() {
    const kept = names();
    at = Date.now();
    fields = [...new FormData(form)].filter(([name]) => kept.has(name)).concat(answers);
    try {
      localStorage.setItem(key, JSON.stringify({ at, isWaiting, fields }));
    } catch { return false; } // full or switched off
    tell(at);
    return true;
  }

  if (isBack) {
    const shown = names();
    restore(form, fields, shown, isWaiting);
    answered = categoryOf(form);
    if (answered === valueIn(fields, "category")) answers = fields.filter(([name]) => ANSWER.test(name) && !shown.has(name));
  }
  if (stored) tell(at);
  for (const kind of ["input", "change"]) form.addEventListener(kind, write);
  return {
    isBack,
    get isWaiting() { return isWaiting; },
    waits(does) { isWaiting = does; return write(); },
    // The questions have come: what was answered stands in them again, unless another category was chosen meanwhile.
    answer(box) {
      if (categoryOf(form) === answered) fill(box, answers, new Set(answers.map(([name]) => name)));
      answers = [];
    },
  };
}

export function forgetDraft(key = REPORT) {
  try { localStorage.removeItem(key); } catch { /* storage is switched off: there is no draft */ }
}

// What was sent with this form key has done its work; a draft with another key is somebody's next report. Says whether none is left.
export function forgetSent(formKey, key = REPORT) {
  const stored = read(key);
  if (stored && valueIn(stored.fields, "form_key") !== formKey) return false;
  forgetDraft(key);
  return true;
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
  const isOfAKind = isPlaced && Boolean(categoryOf(form)); // and so does a link to a thing of some kind
  const isOther = isOfAKind && categoryOf(form) !== valueIn(fields, "category");
  const ofTheLink = (name) => (isPlaced && PLACE.includes(name)) || (isOfAKind && name === "category") || (isOther && ANSWER.test(name));
  fill(form, fields, new Set([...kept].filter((name) => !ofTheLink(name))));
}

function valueIn(fields, wanted) {
  return fields.find(([name]) => name === wanted)?.[1] ?? "";
}

function categoryOf(form) {
  return form.querySelector("[name=category]:checked")?.value ?? "";
}

function fill(box, fields, kept) {
  for (const name of kept) {
    const left = fields.filter(([known]) => known === name).map(([, value]) => value);
    for (const field of box.querySelectorAll(`[name="${name}"]`)) {
      if (["radio", "checkbox"].includes(field.type)) field.checked = left.includes(field.value);
      else if (left.length) field.value = left.shift();
    }
  }
}
