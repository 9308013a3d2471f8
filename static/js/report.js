// The report form. Everything here is comfort: without it the same form is one long page that works.
import { REPORT, forgetDraft, hasDraft, isFresh, keepDraft } from "./draft.js";
import { followKind } from "./kind.js";
import { forgetPhotos, keepPhotos, keptPhotos } from "./kept-photos.js";
import { followPhotos } from "./photos.js";
import { followPlace } from "./place.js";
import { followProof } from "./proof.js";
import { sendWithPatience } from "./sending.js";
import { oneStepAtATime } from "./steps.js";

const form = document.querySelector("[data-report]");

// The draft: what is on this phone is said, and thrown away with one tap, for the phone may be somebody else's.
const kept = form.querySelector("[data-draft]");
const keptWords = kept.querySelector("[data-draft-words]");
function showDraft(at) {
  const day = new Date(at).toDateString() === new Date().toDateString() ? {} : { month: "numeric", day: "numeric" };
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit", hour12: false }).format(at);
  keptWords.textContent = keptWords.dataset.draftWords.replace("{time}", time);
  kept.hidden = false;
}
const photosOfDraft = hasDraft() ? keptPhotos() : forgetPhotos().then(() => []); // those of an old one go with it
const draft = keepDraft(form, REPORT, undefined, showDraft);
kept.querySelector("[data-draft-off]").addEventListener("click", async () => {
  forgetDraft();
  await forgetPhotos();
  location.replace(form.action);
});

// What came back is not hidden away: who else signs, and a kind among the many.
const folded = [form.elements.co_signers?.value && form.querySelector(".together"), form.querySelector("details [name=category]:checked")?.closest("details")];
folded.filter(Boolean).forEach((part) => { part.open = true; });

const place = followPlace(form);
let arePhotosKept = true;
const photos = followPhotos(form.querySelector("[data-photos]"), form.querySelector("[data-photos-note]"), async (files) => {
  draft.waits(false);
  arePhotosKept = await keepPhotos(files);
});
const asked = followKind(form, draft);
const steps = oneStepAtATime(form, place);

const text = form.querySelector("[data-counted]");
const count = form.querySelector("[data-count]");
const showCount = () => { count.textContent = `${text.value.length} / ${text.maxLength}`; };
text.addEventListener("input", showCount);
showCount();

const emergency = form.querySelector("[data-emergency-note]");
const showEmergency = () => {
  const chosen = form.querySelector("[name=category]:checked");
  emergency?.classList.toggle("is-shown", Boolean(chosen && "emergency" in chosen.dataset));
};
form.addEventListener("change", showEmergency);
showEmergency();

// The draft brought its own key: the proof is worked out for that one.
const proof = followProof(form);

// Photos of the draft come back, also to a form that came back without them; what waited for a connection goes now.
sendWithPatience(form, draft, () => arePhotosKept, proof);
if (form.querySelector("[data-asked]")) steps.showLast(); // nothing is left but the small question above the button
photosOfDraft.then(async (files) => {
  if (files.length && !form.elements.photos.files.length) photos.keep(files);
  form.querySelectorAll("[data-photos-lost]").forEach((lost) => { lost.hidden = files.length > 0; });
  if (!draft.isWaiting || !isFresh(form)) return;
  await asked;
  if (!draft.isWaiting) return; // somebody began to change it
  steps.showLast();
  form.querySelector("[data-send]").click();
});
