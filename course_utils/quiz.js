// What the questions of course_utils/quiz.py need beyond HTML: a typed number is judged, and each feedback is spoken.
{
  const quiz = document.currentScript.closest(".course-quiz");
  const say = (text) => (quiz.querySelector(".heard").textContent = text); // a screen reader reads it aloud

  // JupyterLab would take an M for a shortcut, and keep Enter for itself. Ctrl+S should still save.
  const keepPlainKeys = ({ target, ctrlKey, metaKey, shiftKey, altKey }) =>
    target.toggleAttribute("data-lm-suppress-shortcuts", !(ctrlKey || metaKey || shiftKey || altKey));
  for (const type of ["focusin", "keydown", "keyup"]) quiz.addEventListener(type, keepPlainKeys);
  quiz.addEventListener("keydown", (event) => event.stopPropagation());
  quiz.addEventListener(
    "toggle",
    ({ target }) => target.open && !target.matches(".key") && say(target.querySelector("p").textContent),
    true, // this event does not rise from where it happens: catch it on its way down
  );
  quiz.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const { answers, precision } = JSON.parse(form.dataset.numeric);
    const x = number(form.querySelector("input").value);
    const found = answers.find((answer) => answer.type === "default" || fits(x, answer, precision));
    const text = Number.isFinite(x) ? found.feedback : "Type a number, such as 0.25 or 1/4.";
    form.querySelector("p").textContent = text;
    say(text);
  });

  function number(text) {
    const parts = text.replaceAll(/[\s_%]/g, "").replaceAll("−", "-").split("/");
    return parts.includes("") || parts.length > 2 ? NaN : parts[0] / (parts[1] ?? 1);
  }

  function fits(x, { value, range }, digits) {
    if (range) return range[0] <= x && x < range[1];
    return digits ? x.toPrecision(digits) === value.toPrecision(digits) : Math.abs(x - value) <= 1e-9 * Math.abs(value);
  }
}
