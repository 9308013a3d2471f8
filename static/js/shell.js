// The staff shell: "/" goes to the search box, "g d" and its like to a section, "?" shows the keys; menus close on
// Escape and on a click elsewhere.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll("details[data-menu][open]").forEach((menu) => menu.removeAttribute("open"));
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const box = document.querySelector("[data-search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

let first = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) && !event.target.matches("[type=checkbox]") || event.target.closest("dialog")) return;
  const go = { d: "/desk/", m: "/map/", b: "/dashboard/" }[event.key];
  if (first === "g" && go) location.href = go;
  first = event.key;
  if (event.key === "?") document.querySelector("[data-keys]")?.showModal();
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
});

// Ctrl-Enter sends the form one is typing in, else the step that stands open on a case.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  (event.target.form ?? (event.target === document.body ? document.querySelector("#do form[data-typed]") : null))?.requestSubmit();
});

// Logging out leaves nothing behind in this browser of what was typed on cases and of photos not sent (typed.js, spot.js).
document.addEventListener("submit", (event) => {
  // a field called "action" hides the form's own address behind it
  if (!new URL(event.target.getAttribute("action") ?? "", location.href).pathname.endsWith("/accounts/logout/")) return;
  for (const store of [localStorage, sessionStorage]) {
    try { Object.keys(store).filter((key) => /^(typed|spot-draft|photos:)/.test(key)).forEach((key) => store.removeItem(key)); } catch { /* switched off */ }
  }
  try { indexedDB.deleteDatabase("desk-photos"); } catch { /* switched off */ }
});

// A button pressed twice sends once: what was sent a moment ago is on its way. Forms that a script sends are not concerned.
const AGAIN_AFTER = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (Date.now() - Number(form.dataset.sentAt ?? 0) < AGAIN_AFTER) event.preventDefault();
  else form.dataset.sentAt = Date.now();
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent-at]").forEach((form) => { delete form.dataset.sentAt; }));
