/** The element with an id. */
export const byId = (id) => document.getElementById(id);

/** An element with properties and children; texts are never taken for markup. */
export const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties))
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** Sets a text only where it changes, so that nothing is drawn or read aloud in vain. */
export const say = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

const written = new WeakMap();

/** Puts markup made by the server into an element, if it is not there already; tells whether it was not. */
export const write = (element, markup) => {
  if (written.get(element) === markup) return false;
  written.set(element, markup);
  element.innerHTML = markup;
  return true;
};

/** "1 run", "3 runs". */
export const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** A time span in seconds, in words. */
export const span = (seconds) => {
  if (seconds < 100) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86_400)} days`;
};
