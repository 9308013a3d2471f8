// Nothing typed is lost: what was written stays in this browser until it is sent. Name and number are not kept.

const KEY = "report-draft";
const KEPT = ["form_key", "grid", "lng", "lat", "place_by", "address", "text", "category", "households", "hides_reporter", "may_be_public"];

export function keepDraft(form) {
  const stored = read();
  const isFresh = !form.elements.text.value && !form.querySelector("[data-errors]");
  if (stored && isFresh) restore(form, stored);
  form.addEventListener("input", () => write(form));
  form.addEventListener("change", () => write(form));
}

export function forgetDraft() {
  try { localStorage.removeItem(KEY); } catch { /* storage is switched off: there is no draft */ }
}

function read() {
  try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; }
}

function write(form) {
  const data = new FormData(form);
  const draft = Object.fromEntries(KEPT.map((name) => [name, data.get(name) || ""]));
  try { localStorage.setItem(KEY, JSON.stringify(draft)); } catch { /* full or switched off */ }
}

function restore(form, draft) {
  const placed = Boolean(form.elements.grid.value); // a link to this very grid wins over an old place
  for (const name of KEPT) {
    if (placed && ["grid", "lng", "lat", "place_by", "address"].includes(name)) continue;
    const field = form.elements[name];
    if (!field || !draft[name]) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = draft[name];
  }
}
