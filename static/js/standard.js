// A standard reply goes in where the cursor stands, beside what is typed already, as soon as it is chosen; another one takes
// its place as long as nobody changed it. Without this script a button lets the server do it.
for (const chooser of document.querySelectorAll("[data-standard]")) {
  const select = chooser.querySelector("select");
  const text = chooser.closest("form").querySelector("textarea");
  let last = null;
  chooser.querySelector("button").hidden = true;
  select.addEventListener("change", () => {
    const chosen = select.selectedOptions[0].dataset.text ?? "";
    const isUntouched = last && text.value.slice(last.at, last.at + last.words.length) === last.words;
    if (!chosen && !isUntouched) return;
    const at = isUntouched ? last.at : text.selectionEnd;
    const before = text.value.slice(0, at);
    const words = (chosen && before && !before.endsWith("\n") ? "\n" : "") + chosen;
    text.setRangeText(words, at, isUntouched ? at + last.words.length : at, "end");
    last = { at, words };
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
