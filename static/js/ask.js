// Forms that ask before they are sent: data-ask holds the question.
for (const form of document.querySelectorAll("[data-ask]")) {
  form.addEventListener("submit", (event) => { if (!confirm(form.dataset.ask)) event.preventDefault(); });
}
