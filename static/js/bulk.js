// Ticked rows of the desk's list: the bar comes with the first tick and counts; x (desk.js) and the box of the page tick.
const bar = document.querySelector("[data-bulk]");
const boxes = [...document.querySelectorAll("[data-pick]")];
const page = document.querySelector("[data-bulk-page]");
const all = bar?.querySelector("[data-bulk-all]");

function show() {
  const ticked = boxes.filter((box) => box.checked).length;
  bar.hidden = !ticked && !all.checked;
  bar.querySelector("[data-bulk-count]").textContent = all.checked ? all.dataset.total : ticked;
  page.firstElementChild.checked = boxes.length > 0 && ticked === boxes.length;
  page.firstElementChild.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (bar) {
  page.hidden = !boxes.length;
  page.addEventListener("change", (event) => {
    boxes.forEach((box) => { box.checked = event.target.checked; });
    if (!event.target.checked) all.checked = false;
    show();
  });
  [...boxes, all].forEach((box) => box.addEventListener("change", show));
  addEventListener("pageshow", show); // the browser remembers ticks when somebody comes back
  show();
}
