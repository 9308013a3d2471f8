// The page of a case: the slider between before and after, panels that fold on the phone while a form is open,
// keys: e next step, 1 2 what else one may want, n note, r reply, u back, j k the next and the previous case of the list one came from.
const frame = document.querySelector("[data-compare]");
if (frame) {
  const top = frame.querySelector("[data-compare-top]");
  const handle = frame.querySelector("[data-compare-handle]");
  frame.classList.add("live");
  handle.hidden = false;
  document.querySelectorAll("[data-compare-hint]").forEach((hint) => { hint.hidden = false; });
  const set = (percent) => {
    const at = Math.round(Math.min(100, Math.max(0, percent)));
    top.style.clipPath = `inset(0 ${100 - at}% 0 0)`;
    handle.style.left = `${at}%`;
    handle.setAttribute("aria-valuenow", at);
  };
  const follow = (event) => {
    const box = frame.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100);
  };
  frame.addEventListener("pointerdown", (event) => {
    frame.setPointerCapture(event.pointerId);
    follow(event);
    frame.addEventListener("pointermove", follow);
  });
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => frame.removeEventListener("pointermove", follow));
  handle.addEventListener("keydown", (event) => {
    const now = Number(handle.getAttribute("aria-valuenow"));
    const to = { ArrowLeft: now - 5, ArrowRight: now + 5, Home: 0, End: 100 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
  });
  set(50);
}

// Back leads to the list one came from, which finds its place again (fresh.js).
const back = document.querySelector("[data-back]");
const place = JSON.parse(sessionStorage.getItem("desk-place") ?? "null");
if (back && place && Date.now() - place.at < 2 * 3_600_000) back.search = place.address;

// The list one came from goes on here: what was next there is one tap away, beside the number, behind what was just
// done, and at the thumb on a phone once nothing is left to do here.
const number = location.pathname.split("/cases/")[1]?.split("/")[0];
const line = (back && place && Date.now() - place.at < 2 * 3_600_000 && place.line) || [];
const at = line.findIndex((one) => one.number === number);
for (const [name, to] of [["previous", line[at - 1]], ["following", line[at + 1]]]) {
  const link = document.querySelector(`[data-${name}]`);
  if (at < 0 || !to || !link) continue;
  link.href = to.url;
  link.title = `${to.number} ${to.title}`;
  link.hidden = false;
  if (name === "previous") continue;
  const copy = (beside) => {
    const again = link.cloneNode(true);
    again.removeAttribute("data-following");
    again.className = "btn main";
    beside.append(again);
  };
  document.querySelectorAll(".messages .success").forEach(copy);
  document.querySelectorAll(".case-sticky .next-none").forEach((words) => { copy(words.parentElement); words.remove(); });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  const target = {
    e: "[data-next]", u: "[data-back]", n: "[data-note]", r: "[data-reply]", j: "[data-following]:not([hidden])", k: "[data-previous]:not([hidden])",
    1: ".next [data-instead]", 2: ".next [data-instead] + [data-instead]",
  }[event.key];
  const element = target && document.querySelector(target);
  if (!element) return;
  event.preventDefault();
  if (element.tagName === "TEXTAREA") element.focus();
  else element.click();
});

// On the phone an open form is what one came for: the other panels fold to their headings and open by a tap.
if (document.querySelector(".case.doing") && matchMedia("(max-width: 700px)").matches) {
  for (const panel of document.querySelectorAll("[data-fold]")) {
    const heading = panel.querySelector("header h2");
    const button = document.createElement("button");
    const isAsked = location.hash === `#${panel.id}` && panel.id;
    button.type = "button";
    button.className = "fold";
    button.append(...heading.childNodes);
    heading.append(button);
    const set = (open) => {
      panel.classList.toggle("folded", !open);
      button.setAttribute("aria-expanded", open);
    };
    button.addEventListener("click", () => set(panel.classList.contains("folded")));
    set(Boolean(isAsked));
  }
}

// The first field, or the first faulty one, has the cursor; the button for the reporter's number stands before it.
const fields = "select, textarea, input:not([type=hidden], [type=radio], [type=file])";
const first = document.querySelector("#do .faulty")?.querySelector("input, select, textarea") ?? document.querySelector("#do form[data-typed]")?.querySelector(fields);
first?.focus({ preventScroll: true });
document.querySelector("#do, .refusal")?.scrollIntoView({ block: "nearest" });
