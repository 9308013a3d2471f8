// A standard reply is put in where the cursor stands, beside what is typed already; without this script the server does it.
for (const chooser of document.querySelectorAll("[data-standard]")) {
  const select = chooser.querySelector("select");
  const text = chooser.closest("form").querySelector("textarea");
  chooser.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    const words = select.selectedOptions[0].dataset.text;
    if (!words) return select.focus();
    const at = text.selectionEnd;
    const before = text.value.slice(0, at);
    text.setRangeText((before && !before.endsWith("\n") ? "\n" : "") + words, at, at, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    select.value = "";
    text.focus();
  });
}
