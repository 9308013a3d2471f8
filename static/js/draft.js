// Nothing typed is lost: what was written stays in this browser until it is sent. Name and number are not kept.

const REPORT = "report-draft";
const OF_A_REPORT = ["form_key", "grid", "lng", "lat", "place_by", "address", "text", "category", "households", "hides_reporter", "may_be_public"];

export function keepDraft(form, key = REPORT, kept = OF_A_REPORT) {
  const stored = read(key);
  const isFresh = !form.elements.text.value && !form.querySelector("[data-errors]");
  if (stored && isFresh) restore(form, stored, kept);
  form.addEventListener("input", () => write(form, key, kept));
  form.addEventListener("change", () => write(form, key, kept));
}

export function forgetDraft(key = REPORT) {
  try { localStorage.removeItem(key); } catch { /* storage is switched off: there is no draft */ }
}

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function write(form, key, kept) {
  const data = new FormData(form);
  const draft = Object.fromEntries(kept.map((name) => [name, data.get(name) || ""]));
  try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* full or switched off */ }
}

function restore(form, draft, kept) {
  const placed = Boolean(form.elements.grid.value); // a link to this very grid wins over an old place
  for (const name of kept) {
    if (placed && ["grid", "lng", "lat", "place_by", "address"].includes(name)) continue;
    const field = form.elements[name];
    if (!field || !draft[name]) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = draft[name];
  }
}
