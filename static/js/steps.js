// One question a screen: shows one step, keeps the number in the address so that the back button goes one step back.

export function oneStepAtATime(form, place) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const progress = form.querySelector("[data-progress]");
  const [back, next, send] = ["back", "next", "send"].map((name) => form.querySelector(`[data-${name}]`));
  let current = 0;

  function show(number, focus = true) {
    current = Math.min(Math.max(number, 0), steps.length - 1);
    const last = current === steps.length - 1;
    steps.forEach((step, at) => {
      step.hidden = false;
      step.classList.toggle("is-shown", at === current);
    });
    progress.querySelector("[data-step-number]").textContent = current + 1;
    progress.querySelector("[data-step-name]").textContent = steps[current].dataset.name;
    progress.querySelectorAll("li").forEach((mark, at) => { mark.className = at < current ? "done" : at === current ? "now" : ""; });
    back.hidden = current === 0;
    next.hidden = last;
    send.classList.toggle("is-shown", last);
    next.querySelector("[data-next-words]").textContent = steps[current].dataset.nextWords || "";
    if (last) readBack(form, place);
    form.querySelector("[data-placeline]").hidden = !place.label() && !form.elements.address.value;
    form.querySelector("[data-place-address]").textContent = form.elements.address.value;
    form.querySelector("[data-place-grid]").textContent = place.label();
    if (focus) {
      scrollTo(0, 0);
      steps[current].querySelector("h1").focus({ preventScroll: true });
    }
  }

  function goTo(number) {
    if (number > current && !isFilled(steps[current])) return;
    history.pushState({ step: number }, "", `#${number + 1}`);
    show(number);
  }

  progress.hidden = false;
  next.addEventListener("click", () => goTo(current + 1));
  back.addEventListener("click", () => goTo(current - 1));
  form.querySelectorAll("[data-go-to]").forEach((button) => button.addEventListener("click", () => goTo(Number(button.dataset.goTo))));
  addEventListener("popstate", (event) => show(event.state?.step ?? 0));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    if (event.target.matches("[data-address]")) form.querySelector("[data-search]").click();
    else if (!next.hidden) next.click();
  });

  const wrong = steps.findIndex((step) => step.querySelector(".wrong"));
  show(wrong > 0 ? wrong : 0, false);
  history.replaceState({ step: current }, "", location.pathname + location.search);
  form.querySelector("[data-errors]")?.focus();
  return { showLast: () => show(steps.length - 1, false) };
}

function isFilled(step) {
  // Said here already, because a form that comes back with an error has lost its photos.
  const fields = [...step.querySelectorAll("[required], [pattern]")].filter((field) => field.closest(".choice") || field.offsetParent);
  fields.forEach((field) => { if (field.required) field.value = field.value.trim(); });
  const wrong = fields.find((field) => !field.checkValidity());
  if (wrong) {
    wrong.setCustomValidity(wrong.dataset.words || "");
    wrong.reportValidity();
    wrong.setCustomValidity("");
  }
  return !wrong;
}

function readBack(form, place) {
  const list = form.querySelector("[data-readback]");
  const words = list.dataset;
  const field = form.elements;
  const write = (name, ...lines) => {
    const line = list.querySelector(`[data-read=${name}]`);
    if (line) line.textContent = lines.filter(Boolean).join("\n") || words.wordsNothing;
  };
  const identity = form.querySelector("[name=identity]:checked")?.value;
  const signers = field.co_signers?.value.split("\n").filter((line) => line.trim()).length;
  const households = Number(field.households?.value) > 1 ? words.wordsHouseholds.replace("{n}", field.households.value) : "";
  const named = identity !== "anonymous" && (field.name.value || field.phone.value);
  const answers = [...form.querySelectorAll("[data-question]")].map(answerTo).filter(Boolean);
  write("place", field.address.value, place.label());
  write("text", field.text.value);
  write("category", form.querySelector("[name=category]:checked")?.dataset.label);
  write("photos", field.photos.files.length ? words.wordsPhotos.replace("{n}", field.photos.files.length) : "");
  write("contact", named ? `${field.name.value} ${field.phone.value}`.trim() : words.wordsAnonymous, identity === "hidden" && named ? words.wordsHidden : "", households, signers && identity !== "anonymous" ? words.wordsSigners.replace("{n}", signers) : "");
  write("answers", ...answers);
  list.querySelector("[data-read-answers]")?.toggleAttribute("hidden", !answers.length);
}

function answerTo(question) {
  const chosen = [...question.querySelectorAll(":checked")].map((option) => option.dataset.label);
  const typed = question.querySelector("input.field")?.value.trim();
  const answer = chosen.join(" · ") || typed;
  return answer ? `${question.dataset.question} ${answer}` : "";
}
