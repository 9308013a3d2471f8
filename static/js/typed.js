// What was filled in on a case outlives a lost connection and a session that ran out: each field stays in this browser, by
// case, action and person, until a page says that it was taken, texts and photos for seven days at most, and never beyond
// logging out.
import { forgetDeskPhotos, forgetOldDeskPhotos, keepDeskPhotos, keptDeskPhotos } from "./kept-photos.js";

const SENT = "typed-sent";
const PREFIX = "typed:";
const PHOTOS = "photos:";
const LONGEST = 7 * 24 * 3600 * 1000;
const CHOICES_LAST = 12 * 3600 * 1000; // what was ticked or picked, as long as a session: a choice of last week misleads
// Not the name and number of a reporter, and not the chooser that only puts a standard reply into the text.
const BOXES = "textarea, select:not([name=standard]), input:is([type=text], [type=date], [type=number], [type=radio], [type=checkbox]):not([name=name], [name=phone])";

const restored = new Set(); // the same step may stand on the page twice, whole and small: the first one has the words

forgetOld();
forgetOldDeskPhotos();
for (const form of document.querySelectorAll("form[data-typed]")) {
  const boxes = (name) => [...form.querySelectorAll(BOXES)].filter((box) => !name || box.name === name);
  const names = [...new Set(boxes().map((box) => box.name))];
  const area = (name, prefix = PREFIX) => `${prefix}${form.dataset.typed}:${new URL(form.getAttribute("action") ?? "", location.href).pathname}:${name}`;
  const note = form.querySelector("[data-typed-note]");
  const mine = [];
  for (const name of names) {
    const key = area(name);
    if (wasTaken(key)) { remove(key); continue; }
    const kept = read(key);
    if (!kept || restored.has(key) || !put(boxes(name), kept)) continue;
    restored.add(key);
    mine.push(key);
  }
  const photos = [...form.querySelectorAll("input[type=file]")].map((box) => [area(box.name, PHOTOS), box]);
  for (const [key, box] of photos) {
    box.addEventListener("change", () => keepDeskPhotos(key, [...box.files]));
    if (wasTaken(key) || restored.has(key)) continue;
    restored.add(key);
    keptDeskPhotos(key).then((files) => { if (files.length && !box.files.length) { choose(box, files); note.hidden = false; hideAgain(); } });
  }
  note.hidden = !mine.length;
  note.querySelector("button").addEventListener("click", () => {
    mine.forEach(remove);
    photos.forEach(([key]) => forgetDeskPhotos(key));
    form.reset();
    note.hidden = true;
  });
  form.addEventListener("input", ({ target }) => {
    if (!target.matches(BOXES)) return;
    const [words, key] = [new FormData(form).getAll(target.name).filter(Boolean), area(target.name)];
    if (words.length) write(key, words, target.tagName === "TEXTAREA" ? LONGEST : CHOICES_LAST);
    else remove(key);
  });
  form.addEventListener("submit", (event) => {
    const offline = form.querySelector("[data-typed-offline]");
    offline.hidden = navigator.onLine;
    if (!navigator.onLine) { // the page stays as it is
      event.preventDefault();
      offline.scrollIntoView({ block: "center" });
      return;
    }
    try { sessionStorage.setItem(SENT, JSON.stringify([...names.map((name) => area(name)), ...photos.map(([key]) => key)])); } catch { /* switched off: the draft is offered once more */ }
  });
}
settle();

// The page of the case says that an action was taken; what was sent before it is no longer a draft.
function settle() {
  let keys = [];
  try { keys = JSON.parse(sessionStorage.getItem(SENT)) ?? []; sessionStorage.removeItem(SENT); } catch { return; }
  if (!document.querySelector(".messages .success")) return;
  keys.filter((key) => key.startsWith(PREFIX)).forEach(remove);
  keys.filter((key) => key.startsWith(PHOTOS)).forEach(forgetDeskPhotos);
}

function wasTaken(key) {
  try { return Boolean(document.querySelector(".messages .success")) && (JSON.parse(sessionStorage.getItem(SENT)) ?? []).includes(key); } catch { return false; }
}

function hideAgain() {
  document.querySelectorAll("[data-photos-again]").forEach((words) => { words.hidden = true; });
}

function choose(box, files) {
  const holder = new DataTransfer();
  files.forEach((file) => holder.items.add(file));
  box.files = holder.files;
}

function forgetOld() {
  try { Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach(read); } catch { /* switched off */ }
}

// Put what was kept into the boxes of one name, unless it stands there already or something else was said since.
function put(boxes, kept) {
  if (["radio", "checkbox"].includes(boxes[0].type)) {
    const isFresh = boxes.every((box) => box.checked === (kept.includes(box.value)));
    if (isFresh || (boxes[0].type === "checkbox" && boxes.some((box) => box.checked)) || !boxes.some((box) => kept.includes(box.value))) return false;
    boxes.forEach((box) => { box.checked = kept.includes(box.value); });
    return true;
  }
  const [box] = boxes;
  const was = box.value;
  if (was === kept[0] || (box.tagName === "TEXTAREA" && was)) return false;
  box.value = kept[0];
  if (box.value === kept[0]) return true;
  box.value = was; // no longer on offer
  return false;
}

// Something kept without a moment, or from longer ago than it may stay, is nobody's any more.
function read(key) {
  try {
    const { at, words, lasts } = JSON.parse(localStorage.getItem(key)) ?? {};
    if (at > Date.now() - Math.min(lasts, LONGEST)) return words;
  } catch { /* not ours, or switched off */ }
  remove(key);
  return null;
}
function write(key, words, lasts) { try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), words, lasts })); } catch { /* full or switched off */ } }
function remove(key) { try { localStorage.removeItem(key); } catch { /* switched off */ } }
