// The work a public form asks for, done in the background while somebody writes. Nobody clicks, waits or reads anything:
// only who sends within the first seconds waits a moment. Where a browser cannot do it, a small question is shown.
const QUICKEST = 3_200; // the server takes no form sent faster than three seconds
const OLDEST = 23 * 3600_000;
const PATIENCE = 20_000; // for a challenge on a slow line

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

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

// A fresh challenge; null where the server has none to give, or something else answers in its place. Only without a
// connection there is no answer at all: that is the caller's to know.
async function fetchChallenge(address) {
  const impatience = new AbortController();
  const late = setTimeout(() => impatience.abort(), PATIENCE);
  try {
    const answer = await fetch(address, { signal: impatience.signal });
    const words = await answer.text();
    try { return answer.ok ? JSON.parse(words) : null; } catch { return null; }
  } finally {
    clearTimeout(late);
  }
}

// Work for a form. `ready` ends when its proof stands in the form as it is now: true, or false where there is no
// connection to fetch a challenge over. A proof that cannot be given otherwise is left out, and the server asks.
export function followProof(form) {
  const box = form.querySelector("[data-proof]");
  if (!box) return { ready: async () => true };
  const question = box.querySelector("[data-proof-question]");
  if (!window.crypto?.subtle || question.classList.contains("is-asked")) {
    question.classList.add("is-asked");
    return { ready: async () => true };
  }
  question.hidden = true;
  const field = form.elements.proof;
  const earliest = Date.now() + (form.elements.opened ? QUICKEST : 0);
  const key = () => (form.elements.proof_key ?? form.elements.form_key).value;
  let challenge = JSON.parse(box.dataset.challenge);
  let began = Date.now(); // the clock on the wall: it goes on while a phone sleeps
  let work = null;
  let worked = "";

  const isFresh = () => worked === key() && Date.now() - began < OLDEST;

  // A draft brings its own key, and a page may stay open for days: then a fresh challenge is fetched.
  async function prove() {
    const mine = key();
    field.value = worked = "";
    if (challenge?.parameters.data.key !== mine || Date.now() - began > OLDEST) {
      try {
        challenge = await fetchChallenge(`${box.dataset.challengeUrl}?${new URLSearchParams({ key: mine })}`);
      } catch { return false; }
      began = Date.now();
    }
    if (!challenge) return true;
    try { field.value = await solve(challenge); } catch { return true; } // not in this browser
    worked = mine;
    return true;
  }

  const begin = () => { work = prove(); };

  async function ready() {
    if (!(await work) || !isFresh()) begin();
    const left = earliest - Date.now();
    if (left > 0) await new Promise((resolve) => { setTimeout(resolve, left); });
    return work;
  }

  begin();
  return { ready };
}
