// The list of the desk: j k move, o or Enter opens, e takes the next step, 1 and 2 what else one may want, x ticks; on wide screens the picked case shows beside it.
// Lines come and go (fresh.js): everything is looked up when it is needed.
const list = document.querySelector("[data-list]");
const pane = document.querySelector("[data-preview]");
const wide = matchMedia("(min-width: 1280px)");
const isBroad = Boolean(document.querySelector(".desk.broad")); // many columns leave no room for the preview
let asked = 0;

const rows = () => [...list.querySelectorAll("[data-row]")];
const picked = () => list.querySelector("[data-row].picked");
const previews = () => wide.matches && !isBroad;

async function preview(row) {
  const turn = ++asked;
  const answer = await fetch(row.dataset.previewUrl, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected || turn !== asked) return; // somebody has moved on, or the session is over: the plain link still works
  pane.innerHTML = await answer.text();
  pane.scrollTop = 0;
}

function pick(row, { scroll = true, shows = true } = {}) {
  if (!row) return;
  const before = picked();
  before?.classList.remove("picked");
  before?.querySelector(".what").removeAttribute("aria-current");
  row.classList.add("picked");
  row.querySelector(".what").setAttribute("aria-current", "true");
  if (scroll) row.scrollIntoView({ block: "nearest" });
  if (shows && previews()) preview(row);
}

function step(by) {
  const all = rows();
  const at = all.indexOf(picked());
  pick(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

list.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || !previews() || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest(".row-acts, .pick")) return;
  event.preventDefault();
  pick(row, { scroll: false });
});
list.addEventListener("dblclick", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && !event.target.closest(".row-acts, .pick")) location.href = row.dataset.url;
});
document.addEventListener("desk:pick", (event) => pick(rows().find((row) => row.dataset.number === event.detail), { scroll: false }));
document.querySelectorAll("[data-keys-hint]").forEach((hint) => { hint.hidden = !rows().length; });
if (previews()) pick(rows()[0], { scroll: false });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "o" || (event.key === "Enter" && event.target === document.body)) { if (picked()) location.href = picked().dataset.url; }
  else if (event.key === "e") (pane.querySelector(".pv-act .btn.main") ?? picked()?.querySelector(".row-acts .btn.soft"))?.click();
  else if (["1", "2"].includes(event.key)) picked()?.querySelectorAll("[data-instead]")[event.key - 1]?.click();
  else if (event.key === "x") picked()?.querySelector("[data-pick]")?.click();
  else if (event.key === "n") document.querySelector("[data-fresh-hint]:not([hidden]) button")?.click();
});

// As many columns as fit beside each other: one more than that unticks nothing, it just cannot be ticked.
const columns = document.querySelector("[data-columns] form");
if (columns) {
  const boxes = [...columns.querySelectorAll("[name=column]")];
  const most = Number(columns.dataset.most);
  const show = () => {
    const full = boxes.filter((box) => box.checked).length >= most;
    boxes.forEach((box) => { box.disabled = full && !box.checked; });
  };
  columns.addEventListener("change", show);
  show();
}
