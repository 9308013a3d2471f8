// The minutes: fields as tall as their text, Ctrl-Enter keeps, one question before signing, print. Works without.
const form = document.querySelector("#minutes");
const grow = (field) => { field.style.height = "auto"; field.style.height = `${field.scrollHeight + 2}px`; };
for (const field of form.querySelectorAll("textarea")) {
  grow(field);
  field.addEventListener("input", () => grow(field));
}
form.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
for (const asked of document.querySelectorAll("[data-ask]")) {
  asked.addEventListener("submit", (event) => { if (!confirm(asked.dataset.ask)) event.preventDefault(); });
}
document.querySelector("[data-print]")?.addEventListener("click", () => print());
