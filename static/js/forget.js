// What was typed and not sent is on this device alone, so it is forgotten here: words, photos, a report that waits.
import { forgetDraft } from "./draft.js";
import { forgetPhotos } from "./kept-photos.js";

for (const form of document.querySelectorAll(".forgetting")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    forgetDraft();
    await forgetPhotos();
    form.submit();
  });
}
