// The meeting room: a clock and the item's timer, the due day in words, posts of the chosen unit only, typed words kept, keys. Works without.
const SENT = "decision-sent";
const WEEKDAYS = new Intl.DateTimeFormat(document.documentElement.lang, {weekday: "long"});

function clock() {
  const face = document.querySelector("[data-clock]");
  if (!face) return;
  const show = () => { face.textContent = new Date().toLocaleTimeString("en-GB", {hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai"}); };
  show();
  setInterval(show, 1000);
}

function dueWords(form) {
  const field = form.elements.due_date;
  const words = form.querySelector("[data-due-words]");
  const guess = form.querySelector("[data-guess]");
  const before = words.textContent;
  const begun = Date.parse(form.dataset.begun);
  const guessed = form.dataset.guessed.split(",");
  const show = () => {
    const day = Date.parse(field.value);
    const known = !Number.isNaN(day);
    words.textContent = known ? `${WEEKDAYS.format(new Date(day))} · ${form.dataset.dayWords.replace("%(day)s", Math.round((day - begun) / 864e5))} · ${before}` : before;
    const year = field.value.slice(0, 4);
    guess.hidden = !known || !guessed.includes(year);
    if (!guess.hidden) guess.querySelector("span").textContent = form.dataset.guessedWords.replace("%(year)s", year);
  };
  field.addEventListener("input", show);
  show();
}

function postsOfUnit(form) {
  const unit = form.elements.lead_department;
  const post = form.elements.lead_post;
  const show = () => {
    const label = unit.selectedOptions[0]?.textContent;
    for (const group of post.querySelectorAll("optgroup")) {
      group.hidden = group.disabled = Boolean(unit.value) && group.label !== label;
    }
    const chosen = post.selectedOptions[0]?.parentElement;
    if (chosen?.disabled) post.value = post.querySelector("optgroup:not([disabled]) option")?.value ?? "";
  };
  unit.addEventListener("change", show);
  show();
}

// What was sent is forgotten once a page says that it was taken, and not before: a connection may be lost on the way.
function settle() {
  const key = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (key && document.querySelector(".messages .success")) sessionStorage.removeItem(key);
}

function keep(form) {
  const key = form.dataset.draft;
  const kept = form.querySelector("[data-kept]");
  const onThisDevice = kept.querySelector("span").textContent;
  let waiting;
  const later = (pause = 900) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => store(form, kept), pause);
  };
  const fields = () => [...form.elements].filter((each) => each.name && each.name !== "csrfmiddlewaretoken");
  const saved = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (saved && !form.querySelector(".errorlist")) {
    for (const each of fields()) {
      const values = saved[each.name] ?? [];
      if (each.type === "checkbox" || each.type === "radio") each.checked = values.includes(each.value);
      else if (values.length) each.value = values[0];
    }
    later(0);
  }
  for (const more of form.querySelectorAll("[data-more]")) {
    more.open ||= [...more.querySelectorAll("input")].some((each) => (each.type === "checkbox" ? each.checked : each.value));
  }
  form.addEventListener("input", () => {
    const data = {};
    for (const [name, value] of new FormData(form)) if (name !== "csrfmiddlewaretoken") (data[name] ??= []).push(value);
    sessionStorage.setItem(key, JSON.stringify(data));
    kept.querySelector("span").textContent = onThisDevice;
    kept.hidden = false;
    later();
  });
  addEventListener("online", () => { if (sessionStorage.getItem(key)) later(0); });
  form.addEventListener("submit", () => { if (sessionStorage.getItem(key)) sessionStorage.setItem(SENT, key); });
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
}

// Kept on the server as well, so that a second secretary sees it; what another has typed meanwhile is shown beside it.
async function store(form, kept) {
  let answer;
  try {
    answer = await fetch(form.dataset.draftUrl, {method: "POST", body: new FormData(form)});
  } catch {
    return;  // offline: it is kept on this device, and goes once there is a connection
  }
  if (answer.status === 409) {
    const other = await answer.json();
    showTheirs(form, other);
    form.elements.version.value = other.version;
  } else if (answer.ok) {
    const done = await answer.json();
    form.elements.version.value = done.version;
    kept.hidden = false;
    kept.querySelector("span").textContent = form.dataset.keptWords.replace("%(at)s", done.at);
  }
}

function showTheirs(form, other) {
  const box = form.querySelector("[data-theirs]");
  box.querySelector("h3").textContent = form.dataset.overtaken.replace("%(who)s", other.who);
  const list = box.querySelector("dl");
  list.replaceChildren();
  for (const [name, values] of Object.entries(other.theirs)) {
    const field = form.elements[name];
    if (!field || !values[0] || field instanceof RadioNodeList || field.type === "checkbox" || field.value === values[0]) continue;
    const label = document.createElement("dt");
    const words = document.createElement("dd");
    label.textContent = form.querySelector(`label[for="${field.id}"]`)?.firstChild.textContent ?? name;
    words.textContent = field.selectedOptions ? ([...field.options].find((one) => one.value === values[0])?.textContent ?? values[0]) : values[0];
    list.append(label, words);
  }
  box.hidden = false;
}

function timer() {
  const face = document.querySelector("[data-timer]");
  if (!face) return;
  const begun = Date.parse(face.dataset.timer);
  const show = () => {
    const seconds = Math.max(0, Math.floor((Date.now() - begun) / 1000));
    face.querySelector("b").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    face.classList.toggle("over", seconds > face.dataset.minutes * 60);
  };
  show();
  setInterval(show, 1000);
}

function keys() {
  addEventListener("keydown", (event) => {
    if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  });
}

settle();
clock();
timer();
keys();
for (const form of document.querySelectorAll("[data-draft]")) {
  keep(form);
  dueWords(form);
  postsOfUnit(form);
}
