// The open list stays true without moving under anybody's hand: about once a minute while it is in sight, and when
// somebody comes back to it, counts and lines are asked for again. Lines that stayed are renewed where they stand, those
// that went are greyed, new ones wait behind "3 new". Scroll, ticks, cursor and open filters survive leaving for a case.
const EVERY = 60_000;
const SOON = 10_000; // after somebody was typing, or the line was down
const KEPT = "desk-place";
const KEPT_FOR = 2 * 3_600_000;
const list = document.querySelector("[data-list]");
const hint = document.querySelector("[data-fresh-hint]");
const ended = document.querySelector("[data-fresh-ended]");
let timer = 0;
let askedAt = Date.now();
let waiting = null; // the newest lines, until somebody wants to see them

const lines = (root = document) => root.querySelector("[data-rows]");
const byNumber = (root) => new Map([...root.querySelectorAll("[data-row]")].map((row) => [row.dataset.number, row]));
const box = (row) => row.querySelector("[data-pick]");
const scroller = () => (getComputedStyle(list).overflowY === "auto" ? list : document.scrollingElement);
const words = (element) => element.textContent.replace(/\s+/g, " ");

function isBusy() {
  const at = document.activeElement;
  const isTyping = at?.matches("textarea, select, input:not([type=checkbox]), [contenteditable]");
  return isTyping || document.querySelector("dialog[open]") || !getSelection().isCollapsed;
}

async function ask() {
  clearTimeout(timer);
  if (document.visibilityState !== "visible") return; // the next look at the page asks again
  if (isBusy()) { timer = setTimeout(ask, SOON); return; }
  askedAt = Date.now();
  try {
    const answer = await fetch(list.dataset.freshUrl, { headers: { "HX-Request": "true" } });
    if (answer.redirected || answer.status === 403) { ended.hidden = false; return; } // and no more asking
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    const fresh = page.querySelector("[data-fresh]");
    if (fresh) take(fresh);
  } catch {} // the line is down: what is shown stays
  timer = setTimeout(ask, EVERY);
}

function take(fresh) {
  if (isBusy()) return;
  fresh.querySelectorAll("[data-count]").forEach((count) => {
    document.querySelectorAll(`a [data-count="${count.dataset.count}"]`).forEach((shown) => {
      shown.textContent = count.textContent;
      shown.closest("a").classList.toggle("zero", count.textContent === "0");
    });
  });
  document.querySelector("[data-list-total]")?.replaceChildren(fresh.dataset.total);
  countAll(fresh.dataset.total);
  const [shown, now] = [byNumber(lines()), byNumber(fresh)];
  fresh.querySelectorAll("[data-group]").forEach((total) => {
    lines().querySelector(`[data-group="${total.dataset.group}"]`)?.replaceChildren(total.textContent);
  });
  for (const [number, row] of shown) {
    const next = now.get(number);
    row.classList.toggle("gone", !next);
    if (!next) row.title = list.dataset.gone;
    else if ((row.dataset.version !== next.dataset.version || words(row) !== words(next)) && !holdsFocus(row)) renew(row, next);
  }
  const news = [...now.keys()].filter((number) => !shown.has(number)).length;
  waiting = news ? fresh : null;
  hint.hidden = !news;
  const button = hint.querySelector("button");
  button.textContent = button.dataset.words.replace("NN", news);
}

// "All 60 in this list" says how many a deed would reach.
function countAll(total) {
  const all = document.querySelector("[data-bulk-all]");
  if (!all?.dataset.total) return;
  const words = all.nextElementSibling.firstChild;
  words.data = words.data.replace(all.dataset.total, total);
  all.dataset.total = total;
  document.dispatchEvent(new Event("desk:lines"));
}

const holdsFocus = (row) => row.contains(document.activeElement) && !document.activeElement.matches("[data-pick]");

function renew(row, next) {
  const [was, had] = [box(row)?.checked, document.activeElement === box(row)];
  row.replaceChildren(...document.importNode(next, true).childNodes);
  row.dataset.version = next.dataset.version;
  row.classList.toggle("waiting", next.classList.contains("waiting"));
  row.removeAttribute("title");
  if (box(row)) box(row).checked = was;
  if (had) box(row)?.focus({ preventScroll: true });
}

// Show the lines that waited: ticks and cursor stay with their cases, and the list moves only as far as the first new line.
function show() {
  if (!waiting || document.querySelector("[data-nothing]")) { location.reload(); return; }
  const before = byNumber(lines());
  const ticked = [...before.values()].filter((row) => box(row)?.checked).map((row) => row.dataset.number);
  const cursor = lines().querySelector(".picked")?.dataset.number;
  const edge = [...before.values()].find((row) => row.getBoundingClientRect().bottom > list.getBoundingClientRect().top + 60);
  const edgeAt = edge?.getBoundingClientRect().top;
  lines().replaceWith(document.importNode(lines(waiting), true));
  waiting = null;
  hint.hidden = true;
  const after = byNumber(lines());
  ticked.forEach((number) => { if (after.has(number)) box(after.get(number)).checked = true; });
  after.forEach((row, number) => row.classList.toggle("new", !before.has(number)));
  mark(after.get(cursor));
  const kept = edge && after.get(edge.dataset.number);
  if (kept) scroller().scrollTop += kept.getBoundingClientRect().top - edgeAt;
  lines().querySelector(".new")?.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new Event("desk:lines"));
}

function mark(row) {
  row?.classList.add("picked");
  row?.querySelector(".what").setAttribute("aria-current", "true");
}

// --- the place, kept while somebody looks at a case ----------------------------------------------------------------

function keep() {
  const rows = [...lines().querySelectorAll("[data-row]")];
  sessionStorage.setItem(KEPT, JSON.stringify({
    at: Date.now(),
    address: location.search,
    top: scroller().scrollTop,
    cursor: lines().querySelector(".picked")?.dataset.number,
    line: rows.map((row) => ({ number: row.dataset.number, title: words(row.querySelector(".title")), url: doing(row) })),
    ticked: rows.filter((row) => box(row)?.checked).map((row) => row.dataset.number),
    open: [...list.querySelectorAll("details.filters")].map((details) => details.open),
  }));
}

// Where the next step of a line begins: its form, else the page of the case.
const doing = (row) => row.querySelector(".row-acts a.btn.soft")?.getAttribute("href") ?? row.dataset.url;

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  const way = performance.getEntriesByType("navigation")[0]?.type;
  const comesBack = way === "back_forward" || document.referrer.includes("/desk/cases/");
  if (!kept || !(comesBack || way === "reload") || kept.address !== location.search || Date.now() - kept.at > KEPT_FOR) return;
  const rows = byNumber(lines());
  kept.ticked.forEach((number) => { if (rows.has(number)) box(rows.get(number)).checked = true; });
  list.querySelectorAll("details.filters").forEach((details, number) => { details.open = comesBack && (kept.open[number] ?? false); });
  if (rows.has(kept.cursor)) document.dispatchEvent(new CustomEvent("desk:pick", { detail: kept.cursor }));
  scroller().scrollTop = kept.top;
  document.dispatchEvent(new Event("desk:lines"));
}

hint.querySelector("button").addEventListener("click", show);
addEventListener("pagehide", keep);
addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && ended.hidden && Date.now() - askedAt > SOON) ask();
});
restore();
timer = setTimeout(ask, EVERY);
