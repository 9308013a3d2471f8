// The page of a followed case: photos to add, and a verdict of "No" that asks to have it done again.
import { followPhotos } from "./photos.js";

const photos = document.querySelector("[data-photos]");
if (photos) followPhotos(photos, document.querySelector("[data-photos-note]"));

// The button at the foot of the phone opens what it leads to; browsers differ in whether a fragment does.
const bar = document.querySelector("[data-bar] a");
if (bar) {
  const target = document.querySelector(bar.hash);
  bar.addEventListener("click", () => { target.open = true; });
  target.addEventListener("toggle", () => { bar.closest("[data-bar]").hidden = target.open; });
  bar.closest("[data-bar]").hidden = target.open;
}

const rate = document.querySelector("#rate");
if (rate) {
  const show = () => {
    const unsolved = rate.elements.solved.value === "no";
    rate.querySelectorAll("[data-unsolved]").forEach((words) => { words.hidden = !unsolved; });
    rate.querySelectorAll("[data-usual]").forEach((words) => { words.hidden = unsolved; });
  };
  rate.addEventListener("change", show);
  show();
}
