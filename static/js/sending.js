// Sending on a bad connection: the page stays until the server has answered. Without an answer everything waits on this
// phone and goes by itself once there is a connection, now or on the next visit; the form key makes it one case. The
// proof is asked for at the moment of sending: what waited for days needs a fresh one.

const PATIENCE = 3 * 60_000; // for nine photos on a slow line
const SHORTEST = 2_000;
const LONGEST = 60_000;

// `draft` as of draft.js; `arePhotosKept` says whether a page loaded anew would have them all.
export function sendWithPatience(form, draft, arePhotosKept, proof) {
  const note = form.querySelector("[data-sending]");
  const words = note.dataset;
  const send = form.querySelector("[data-send]");
  let timer = 0;
  let pause = SHORTEST;
  let isWhole = false; // all of it is kept on this phone
  let isChanged = false; // while an answer was waited for
  let isOver = false;
  const offline = () => (isWhole ? words.offline : words.unkept);

  function say(text) {
    note.hidden = !text;
    note.querySelector("[data-sending-words]").textContent = text;
    if (text) note.scrollIntoView({ block: "nearest" });
  }

  async function attempt() {
    clearTimeout(timer);
    send.disabled = true;
    isChanged = false;
    isWhole = draft.waits(true) && arePhotosKept();
    say(navigator.onLine ? words.now : offline());
    const isProved = await proof.ready();
    if (isChanged) { // nothing has gone yet
      send.disabled = false;
      stop();
      return;
    }
    const answer = isProved ? await ask({ method: "POST", body: content(), redirect: "manual" }) : null;
    send.disabled = false;
    if (answer?.type === "opaqueredirect") location.assign(words.receipt);
    else if (isChanged && !answer) stop();
    else if (!answer || answer.status >= 500) wait(answer && isWhole ? words.busy : offline());
    else show(await answer.text());
  }

  // Without photos in the short way of writing forms, which is less to send and less work to read.
  function content() {
    const data = new FormData(form);
    if (data.getAll("photos").some((photo) => photo.size)) return data;
    data.delete("photos");
    return new URLSearchParams(data);
  }

  // Whoever changes something decides again when it goes.
  function stop() {
    clearTimeout(timer);
    draft.waits(false);
    say("");
  }

  function wait(text) {
    say(text);
    timer = setTimeout(tryAgain, pause);
    pause = Math.min(2 * pause, LONGEST);
  }

  // A form that waited may be too old to be taken: a page loaded anew brings a fresh one, and sends what was kept.
  async function tryAgain() {
    clearTimeout(timer);
    if (isOver || !draft.isWaiting || send.disabled) return;
    const answer = await ask({ method: "HEAD", cache: "no-store" });
    if (!draft.isWaiting || send.disabled) return;
    if (!answer?.ok) wait(answer && isWhole ? words.busy : offline());
    else if (isWhole) location.replace(form.action);
    else attempt();
  }

  async function ask(options) {
    const impatience = new AbortController();
    const late = setTimeout(() => impatience.abort(), PATIENCE);
    try {
      return await fetch(form.action, { ...options, signal: impatience.signal });
    } catch {
      return null;
    } finally {
      clearTimeout(late);
    }
  }

  // The server has something to say: its page takes the place of this one, and its scripts begin anew.
  function show(html) {
    draft.waits(false);
    isOver = true;
    const page = new DOMParser().parseFromString(html, "text/html");
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    page.querySelectorAll("script[type=module][src]").forEach((script) => import(`${script.src}?${Date.now()}`));
  }

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter?.name === "go") return;
    if (event.submitter?.hasAttribute("formaction")) return; // to join a neighbour is no report
    event.preventDefault();
    attempt();
  });
  form.addEventListener("input", (event) => {
    if (!event.isTrusted || !draft.isWaiting) return;
    if (send.disabled) isChanged = true;
    else stop();
  });
  addEventListener("online", tryAgain);
  addEventListener("pageshow", () => { send.disabled = false; });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") tryAgain(); });
}
