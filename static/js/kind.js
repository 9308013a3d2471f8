// What depends on words and kind: suggestions by the table of words, the emergency numbers, the questions, cases nearby.

const MOST = 3;
const PATIENCE = 20_000; // for the questions of a draft that waits to be sent

// `draft` as of draft.js. Returns what ends when the questions of a category out of a draft stand on the page, or could
// not be had.
export function followKind(form, draft) {
  const text = form.elements.text;
  const about = form.querySelector("[data-about-kind]");
  const danger = form.querySelector("[data-danger-note]");
  const dangerous = (text.dataset.danger || "").split("|").filter(Boolean);
  const said = (word) => text.value.toLowerCase().includes(word.toLowerCase());
  const warn = () => { danger.hidden = !dangerous.some(said); };
  text.addEventListener("input", warn);
  warn();
  if (!about) return Promise.resolve(); // praise has no kind
  form.querySelector("[data-plain]").hidden = true;
  suggest(form, text, said);
  return ask(form, about, draft);
}

function suggest(form, text, said) {
  const box = form.querySelector("[data-suggested]");
  const list = box.querySelector(".choices");
  list.replaceChildren();
  const kinds = [...form.querySelectorAll("[name=category][data-said]")];
  const weigh = (kind) => kind.dataset.said.split("|").filter((word) => word && said(word)).join("").length;
  const show = () => {
    const found = kinds.map((kind) => ({ kind, weight: weigh(kind) })).filter(({ weight }) => weight);
    found.sort((one, other) => other.weight - one.weight);
    list.replaceChildren(...found.slice(0, MOST).map(({ kind }) => button(kind)));
    box.hidden = !found.length;
  };
  text.addEventListener("input", show);
  show();
}

function button(kind) {
  const one = Object.assign(document.createElement("button"), { type: "button", className: "button plain slim", textContent: kind.dataset.short });
  one.addEventListener("click", () => {
    kind.checked = true;
    const folded = kind.closest("details");
    if (folded) folded.open = true;
    kind.dispatchEvent(new Event("change", { bubbles: true }));
  });
  return one;
}

function ask(form, about, draft) {
  const part = (box, name) => box.querySelector(`[data-${name}-part]`);
  const key = (box) => box.querySelector("[data-questionnaire]")?.dataset.questionnaire;
  const query = () => new URLSearchParams({ category: form.querySelector("[name=category]:checked")?.value || "", grid: form.elements.grid.value, lng: form.elements.lng.value, lat: form.elements.lat.value }).toString();
  const isOwed = () => draft.isBack && Boolean(form.querySelector("[name=category]:checked")?.value);
  let shown = isOwed() ? "" : query();
  let latest = Promise.resolve();
  const look = async (wanted) => {
    const answer = await fetch(`${form.dataset.kindUrl}?${wanted}`).catch(() => null);
    const words = answer?.ok ? await answer.text().catch(() => "") : "";
    if (!words || wanted !== shown) return; // without an answer the report goes on without the questions
    const fresh = Object.assign(document.createElement("div"), { innerHTML: words });
    part(about, "near").replaceWith(part(fresh, "near"));
    if (key(fresh) !== key(about)) part(about, "asked").replaceWith(part(fresh, "asked")); // else what was answered stays
    draft.answer(about);
    needOne(about);
  };
  const refresh = () => {
    const wanted = query();
    if (wanted === shown) return;
    shown = wanted;
    latest = look(wanted);
  };
  form.addEventListener("change", refresh);
  form.addEventListener("input", refresh);
  about.addEventListener("change", () => needOne(about));
  needOne(about);
  refresh();
  return settled(() => latest);
}

// Ends with the last of what follows one upon the other, or on a slow line after a while.
async function settled(last) {
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, "late"); });
  for (let one = null; one !== last();) {
    one = last();
    if (await Promise.race([one, late]) === "late") return;
  }
}

// "One of several" is something HTML cannot say: the first tick is required while none is made.
function needOne(about) {
  about.querySelectorAll("[data-one-of-several]").forEach((several) => {
    several.querySelector("input").required = !several.querySelector(":checked");
  });
}
