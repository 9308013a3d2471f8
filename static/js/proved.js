// A form that is sent as browsers send forms, held back until its proof is there.
import { followProof } from "./proof.js";

const form = document.querySelector("[data-proof]").closest("form");
const waiting = form.querySelector("[data-waiting]");
const proof = followProof(form);
let isWaiting = false;
let isThrough = false;

form.addEventListener("submit", async (event) => {
  if (isThrough) return;
  event.preventDefault();
  if (isWaiting) return;
  isWaiting = true;
  waiting.textContent = waiting.dataset.words;
  await proof.ready();
  waiting.textContent = "";
  isWaiting = false;
  isThrough = true; // proved or not, now the server says what it thinks of it
  if (form.requestSubmit) form.requestSubmit(event.submitter);
  else form.submit();
  isThrough = false;
});
