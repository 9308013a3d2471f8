// The report form. Everything here is comfort: without it the same form is one long page that works.
import { keepDraft } from "./draft.js";
import { followKind } from "./kind.js";
import { followPhotos } from "./photos.js";
import { followPlace } from "./place.js";
import { oneStepAtATime } from "./steps.js";

const form = document.querySelector("[data-report]");
keepDraft(form);
const place = followPlace(form);
followPhotos(form.querySelector("[data-photos]"), form.querySelector("[data-photos-note]"));
followKind(form);
oneStepAtATime(form, place);

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

// A second click while the first is on its way would only cost traffic: the form key makes both one case.
const send = form.querySelector("[data-send]");
form.addEventListener("submit", (event) => {
  if (event.submitter === send) setTimeout(() => { send.disabled = true; });
});
addEventListener("pageshow", () => { send.disabled = false; });
