// A picture with its description, drawn by course_utils/widgets.py.
// Kept here because two things need the browser: the <img> wants an alt text that changes with the picture, and some
// parts of ipywidgets' controls have no name of their own that a screen reader could say.
function render({ model, el }) {
  const figure = document.createElement("figure");
  const image = document.createElement("img");
  const caption = document.createElement("figcaption");
  const text = document.createElement("div");
  text.setAttribute("role", "status"); // a screen reader reads the new text when a slider has moved
  caption.append(text);
  figure.style.margin = "0";
  image.style.maxWidth = "100%";
  figure.append(image, caption);
  el.append(figure);

  const draw = () => {
    image.src = model.get("src");
    image.alt = model.get("alt");
    image.style.width = model.get("width") + "px";
    text.textContent = model.get("text");
  };
  model.on("change:src change:alt change:text change:width", draw);
  draw();

  // The controls may be drawn after us, or drawn again: name their parts whenever something changes.
  let observer;
  const watch = setInterval(() => {
    const explorer = el.closest(".course-explorer");
    if (!explorer) return; // not attached to the page yet
    clearInterval(watch);
    for (const type of ["focusin", "keydown", "keyup"]) explorer.addEventListener(type, keepPlainKeys);
    nameControls(explorer);
    observer = new MutationObserver(() => nameControls(explorer));
    observer.observe(explorer, { childList: true, subtree: true, attributeFilter: ["class", "aria-valuetext"] });
  }, 100);
  return () => {
    clearInterval(watch);
    observer?.disconnect();
  };
}

// An arrow key in a list would move JupyterLab to another cell, an M turn this one into text. Ctrl+S should still save.
function keepPlainKeys({ target, ctrlKey, metaKey, shiftKey, altKey }) {
  target.toggleAttribute("data-lm-suppress-shortcuts", !(ctrlKey || metaKey || shiftKey || altKey));
}

function nameControls(explorer) {
  for (const slider of explorer.querySelectorAll(".widget-hslider, .widget-vslider")) {
    const label = slider.querySelector(".widget-label")?.textContent.trim();
    if (!label) continue;
    const readout = slider.querySelector(".widget-readout");
    for (const handle of slider.querySelectorAll(".noUi-handle")) {
      set(handle, "aria-label", label);
      // A slider over a list says where in the list it is, "6"; what stands beside it is the choice itself, "50".
      if (readout?.textContent) set(handle, "aria-valuetext", readout.textContent);
    }
    if (readout?.isContentEditable) {
      set(readout, "role", "textbox");
      set(readout, "aria-label", label + ", type a value");
    }
  }
  for (const icon of explorer.querySelectorAll(".widget-play button i")) {
    const names = { "fa-play": "Play", "fa-pause": "Pause", "fa-stop": "Back to the first", "fa-retweet": "Repeat" };
    const [, name] = Object.entries(names).find(([mark]) => icon.classList.contains(mark)) ?? [];
    if (!name) continue;
    set(icon, "aria-hidden", "true");
    set(icon.parentElement, "aria-label", name);
    set(icon.parentElement, "title", name);
  }
}

// Setting what is set already would call the observer again, for ever.
function set(element, attribute, value) {
  if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

export default { render };
