// The receipt is here: the draft has done its work. Printing and sharing need a script, so their buttons appear with it.
import { forgetDraft } from "./draft.js";

forgetDraft();
const printer = document.querySelector("[data-print]");
printer.hidden = false;
printer.addEventListener("click", () => print());
const share = document.querySelector("[data-share]");
share.hidden = !navigator.share;
share.addEventListener("click", () => navigator.share({ title: share.dataset.title, text: share.dataset.text }));
