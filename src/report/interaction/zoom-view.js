// Shows a part of a drawing in a copy, in which letters, symbols and strokes keep their size, and takes it away again.

import { AXES, axesOf, nameOf } from "./zoom-axes.js";
import { spreadOut } from "./zoom-marks.js";

const DEEPEST = 1 / 500; // of a drawing's width
const zooms = new Map(); // by the name of a drawing: what it is about, and the values from which to which it is shown

const titleOf = (svg) => svg.closest(".panel").querySelector(".panel-title")?.textContent;
const wholeOf = (svg) => (svg.matches(".zoomed") ? svg.previousElementSibling : svg);

/** What a drawing shows, in units of the whole one: of both axes, from where to where. */
export const regionOf = (svg) => {
  const values = svg.matches(".zoomed") ? zooms.get(nameOf(svg)).values : {};
  return axesOf(svg).map(({ name, ends, placeOf }) => values[name]?.map(placeOf) ?? ends);
};

export const toWhole = (svg, point) => {
  const region = regionOf(svg);
  return axesOf(svg).map(({ ends: [from, to] }, i) => {
    const [low, high] = region[i];
    return low + ((Math.min(to, Math.max(from, point[i])) - from) / (to - from)) * (high - low);
  });
};

export const unzoom = (svg) => {
  const whole = wholeOf(svg);
  const copy = whole.nextElementSibling;
  const focused =
    copy === document.activeElement || copy.parentElement.querySelector(".unzoom") === document.activeElement;
  zooms.delete(nameOf(whole));
  copy.parentElement.querySelector(".unzoom").remove();
  copy.remove();
  whole.classList.remove("whole");
  if (focused) whole.focus();
  document.getElementById("status").textContent = "The whole drawing";
};

/** @param region of the whole drawing, in its units @param quiet whether nothing is to be said of it */
export const zoom = (svg, region, quiet = false) => {
  const whole = wholeOf(svg);
  const axes = axesOf(whole);
  const wanted = axes.map(({ type, ends }, i) =>
    type === undefined ? ends : [...region[i]].sort((a, b) => a - b),
  );
  if (axes.some(({ ends: [from, to] }, i) => wanted[i][1] - wanted[i][0] < DEEPEST * (to - from))) return;
  const focused = svg === document.activeElement;
  const copy = whole.cloneNode(true);
  for (const each of copy.querySelectorAll(":scope > title, :scope > desc")) each.remove();
  for (const each of copy.querySelectorAll(".told")) each.classList.remove("told");
  const moved = axes.filter(({ type }) => type !== undefined);
  const values = Object.fromEntries(
    moved.map(({ name, valueAt }) => [name, wanted[AXES.indexOf(name)].map(valueAt)]),
  );
  zooms.set(nameOf(whole), { title: titleOf(whole), values });
  spreadOut(copy, wanted);
  copy.classList.replace("whole", "zoomed") || copy.classList.add("zoomed");
  whole.after(copy);
  if (focused) copy.focus(); // before the other goes, so that it is as visible as it was
  if (svg !== whole) svg.remove();
  whole.classList.add("whole");
  if (whole.parentElement.querySelector(".unzoom") === null) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "unzoom";
    button.textContent = "Zoom out";
    whole.parentElement.append(button);
  }
  if (quiet) return;
  const said = Object.entries(values).map(
    ([name, ends]) =>
      `${name} ${ends
        .map((at) => +at.toPrecision(3))
        .sort((a, b) => a - b)
        .join(" to ")}`,
  );
  document.getElementById("status").textContent = `Zoomed: ${said.join(", ")}`;
};

// after markup was put in place of other markup: what was zoomed into is so again, where it still shows the same
addEventListener("drawn", () => {
  for (const [name, { title, values }] of [...zooms]) {
    const svg = [...document.querySelectorAll(".panel svg[data-zoom]")].find((each) => nameOf(each) === name);
    if (svg?.matches(".whole")) continue;
    zooms.delete(name);
    if (svg === undefined || titleOf(svg) !== title) continue;
    const region = axesOf(svg).map(
      (axis) =>
        values[axis.name]?.map((value) =>
          Math.min(axis.ends[1], Math.max(axis.ends[0], axis.placeOf(value))),
        ) ?? axis.ends,
    );
    zoom(svg, region, true);
  }
});
