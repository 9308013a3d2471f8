// The receipt is here: the draft it came from has done its work, one begun or waiting since has not. Printing and sharing need a
// script, so their buttons appear with it.
import { forgetSent } from "./draft.js";
import { forgetPhotos } from "./kept-photos.js";

if (forgetSent(document.querySelector("[data-form-key]").dataset.formKey)) forgetPhotos();
const printer = document.querySelector("[data-print]");
printer.hidden = false;
printer.addEventListener("click", () => print());
const share = document.querySelector("[data-share]");
share.hidden = !navigator.share;
share.addEventListener("click", () => navigator.share({ title: share.dataset.title, text: share.dataset.text }));

// The receipt can be faster than the handing over, which takes a moment: ask again for the promise that then holds.
const promised = () => document.querySelector("[data-promised]");
for (const pause of [300, 400, 800]) {
  if (!("settling" in promised().dataset)) break;
  await new Promise((resolve) => { setTimeout(resolve, pause); });
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) break;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-promised]");
  if (fresh) promised().replaceWith(fresh);
}
