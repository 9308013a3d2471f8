// On the spot: photos made smaller, the phone's position, a draft with its photos. It is sent without leaving the page, so that a lost
// connection costs nothing: photos and words are still there. Without scripts the same form is sent as any other.
import { forgetDraft, keepDraft } from "./draft.js";
import { forgetDeskPhotos, forgetOldDeskPhotos, keepDeskPhotos, keptDeskPhotos } from "./kept-photos.js";
import { followPhotos } from "./photos.js";

const form = document.querySelector("[data-spot]");
const words = form.dataset;
const field = form.elements;
const note = form.querySelector("[data-note]");
const key = `spot-draft:${words.person}`;
const say = (text) => { note.textContent = text; note.hidden = !text; };

const wasTaken = Boolean(document.querySelector(".messages .logged"));
if (wasTaken) forgetDraft(key);
forgetOldDeskPhotos();
const draft = keepDraft(form, key, ({ name }) => ["form_key", "category", "text"].includes(name));
for (const box of form.querySelectorAll("[data-photos]")) {
  const kept = `photos:spot:${words.person}:${box.querySelector("input[type=file]").name}`;
  const photos = followPhotos(box, note, (files) => keepDeskPhotos(kept, files));
  if (wasTaken) forgetDeskPhotos(kept);
  else keptDeskPhotos(kept).then((files) => { if (files.length) photos.keep(files); });
}

// --- the place ------------------------------------------------------------------------------------------------------
const locate = form.querySelector("[data-locate]");
const shown = form.querySelector("[data-place]");
const showPlace = () => { shown.textContent = field.grid.value.replace(/^\d+\s+/, "") || words.noPlace; };

locate.hidden = !navigator.geolocation;
locate.addEventListener("click", () => {
  say("");
  locate.setAttribute("aria-busy", "true");
  const done = (text) => { locate.removeAttribute("aria-busy"); say(text); };
  navigator.geolocation.getCurrentPosition(async ({ coords }) => {
    const [lat, lng] = [coords.latitude.toFixed(6), coords.longitude.toFixed(6)];
    const answer = await fetch(`${words.atUrl}?lng=${lng}&lat=${lat}`).catch(() => null);
    const grid = answer?.ok ? (await answer.json()).grid : null;
    if (!grid) return done(words.notFound);
    field.grid.value = `${grid.code} ${grid.label}`;
    field.lng.value = lng;
    field.lat.value = lat;
    showPlace();
    done("");
  }, () => done(words.notFound), { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 });
});
field.grid.addEventListener("input", () => { field.lng.value = ""; field.lat.value = ""; showPlace(); });
showPlace();

// A form that has its case already comes back with a fresh key: sent once more, it is something new.
function takeKey(page) {
  const fresh = page.querySelector("[data-spot] [name=form_key]");
  if (!fresh || fresh.value === field.form_key.value) return;
  field.form_key.value = fresh.value;
  draft.waits(false); // writes it down
}

// --- sending --------------------------------------------------------------------------------------------------------
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  if (event.submitter?.name) data.append(event.submitter.name, event.submitter.value);
  const buttons = form.querySelectorAll(".spot-send button");
  buttons.forEach((button) => { button.disabled = true; });
  say(words.sending);
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
    if (answer.type === "opaqueredirect") { location.href = form.action; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const lines = [...page.querySelectorAll("[data-errors] li")].map((line) => line.textContent);
    say(lines.join(" ") || words.failed);
    takeKey(page);
  } catch {
    say(words.offline);
  }
  buttons.forEach((button) => { button.disabled = false; });
  note.scrollIntoView({ block: "center" }); // not behind the bars at the foot
});
