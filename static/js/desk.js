// The list of the desk: j k move, o or Enter opens, e takes the next step, x ticks; on wide screens the picked case shows beside it.
const rows = [...document.querySelectorAll("[data-row]")];
const pane = document.querySelector("[data-preview]");
const keys = document.querySelector("[data-keys]");
const wide = matchMedia("(min-width: 1280px)");
let picked = -1;
let asked = 0;

document.querySelectorAll("[data-keys-hint]").forEach((hint) => { hint.hidden = !rows.length; });

async function preview(row) {
  const turn = ++asked;
  const answer = await fetch(row.dataset.previewUrl, { headers: { "HX-Request": "true" } });
  if (!answer.ok || turn !== asked) return; // somebody has moved on, or the session is over: the plain link still works
  pane.innerHTML = await answer.text();
  pane.scrollTop = 0;
}

function pick(index, { scroll = true } = {}) {
  if (!rows[index]) return;
  rows[picked]?.classList.remove("picked");
  rows[picked]?.querySelector(".what").removeAttribute("aria-current");
  picked = index;
  rows[index].classList.add("picked");
  rows[index].querySelector(".what").setAttribute("aria-current", "true");
  if (scroll) rows[index].scrollIntoView({ block: "nearest" });
  if (wide.matches) preview(rows[index]);
}

rows.forEach((row, index) => {
  row.addEventListener("click", (event) => {
    if (!wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest(".row-acts, .pick")) return;
    event.preventDefault();
    pick(index, { scroll: false });
  });
  row.addEventListener("dblclick", () => { location.href = row.dataset.url; });
});
if (wide.matches && rows.length) pick(0, { scroll: false });

let first = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  const go = { d: "/desk/", m: "/map/", b: "/dashboard/" }[event.key];
  if (first === "g" && go) { location.href = go; return; }
  first = event.key;
  if (event.key === "j") pick(Math.min(picked + 1, rows.length - 1));
  else if (event.key === "k") pick(Math.max(picked - 1, 0));
  else if (event.key === "o" || (event.key === "Enter" && event.target === document.body)) rows[picked] && (location.href = rows[picked].dataset.url);
  else if (event.key === "e") (pane.querySelector(".pv-act .btn.main"))?.click();
  else if (event.key === "x") rows[picked]?.querySelector("[data-pick]")?.click();
  else if (event.key === "?") keys.showModal();
});
