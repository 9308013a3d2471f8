// The work a public form asks for, done in the background while somebody writes. Nobody clicks, waits or reads anything:
// only who sends within the first seconds waits a moment. Where a browser cannot do it, a small question is shown.
const QUICKEST = 3_000; // the server takes no form sent faster
const OLDEST = 23 * 3600_000;

const box = document.querySelector("[data-proof]");
const form = box.closest("form");
const field = form.elements.proof;
const question = box.querySelector("[data-question]");
const waiting = box.querySelector("[data-waiting]");
const began = performance.now();
const canWork = Boolean(window.crypto?.subtle) && !question.classList.contains("is-asked");

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const key = () => (form.elements.proof_key ?? form.elements.form_key).value;

async function solve(challenge) {
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  const counted = new DataView(password.buffer);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  for (let counter = 0; ; counter += 1) {
    counted.setUint32(password.length - 4, counter);
    const base = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(await crypto.subtle.deriveBits(way, base, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
  }
}

// A draft brings its own key, and a page may stay open for days: then a fresh challenge is fetched.
async function prove() {
  const mine = key();
  let challenge = JSON.parse(box.dataset.challenge);
  if (challenge.parameters.data.key !== mine || performance.now() - began > OLDEST) {
    const answer = await fetch(`${box.dataset.challengeUrl}?${new URLSearchParams({ key: mine })}`);
    challenge = await answer.json();
  }
  field.value = await solve(challenge);
  return { mine, at: performance.now() };
}

let work = null;
let done = null;

function begin() {
  work = prove().then((proved) => { done = proved; }, () => { done = null; });
  return work;
}

const isReady = () => done?.mine === key() && performance.now() - done.at < OLDEST && performance.now() - began > QUICKEST;

async function ready() {
  await work;
  if (done?.mine !== key() || performance.now() - done.at >= OLDEST) await begin();
  const left = QUICKEST - (performance.now() - began);
  if (left > 0) await new Promise((resolve) => { setTimeout(resolve, left); });
}

if (canWork) {
  question.hidden = true;
  begin();
  let isWaiting = false;
  let isThrough = false;
  document.addEventListener("submit", async (event) => {
    if (event.target !== form || event.submitter?.name === "go" || isThrough || isReady()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isWaiting) return;
    isWaiting = true;
    waiting.textContent = waiting.dataset.words;
    await ready();
    waiting.textContent = "";
    isWaiting = false;
    isThrough = true; // proved or not, now the server says what it thinks of it
    if (form.requestSubmit) form.requestSubmit(event.submitter);
    else form.submit();
    isThrough = false;
  }, true);
} else {
  question.classList.add("is-asked");
}
