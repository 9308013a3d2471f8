// Ticked rows of the desk's list: the bar comes with the first tick and counts; x (desk.js) and the box of the page tick.
const bar = document.querySelector("[data-bulk]");
const page = document.querySelector("[data-bulk-page]");
const all = bar?.querySelector("[data-bulk-all]");
const boxes = () => [...document.querySelectorAll("[data-pick]")]; // lines come and go (fresh.js)

function show() {
  const count = boxes().length;
  const ticked = boxes().filter((box) => box.checked).length;
  bar.hidden = !ticked && !all.checked;
  bar.querySelector("[data-bulk-count]").textContent = all.checked ? all.dataset.total : ticked;
  page.firstElementChild.checked = count > 0 && ticked === count;
  page.firstElementChild.indeterminate = ticked > 0 && ticked < count;
}

if (bar) {
  page.hidden = !boxes().length;
  page.addEventListener("change", (event) => {
    boxes().forEach((box) => { box.checked = event.target.checked; });
    if (!event.target.checked) all.checked = false;
    show();
  });
  document.addEventListener("change", (event) => { if (event.target === all || event.target.matches("[data-pick]")) show(); });
  document.addEventListener("desk:lines", show);
  addEventListener("pageshow", show); // the browser remembers ticks when somebody comes back
  show();
}
