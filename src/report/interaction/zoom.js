// Zooms into a part of a drawing: drag across it, and click twice to go back; by keyboard: +, − and Escape.

import { axesOf } from "./zoom-axes.js";
import { make } from "./zoom-marks.js";
import { regionOf, toWhole, unzoom, zoom } from "./zoom-view.js";

const LEAST = 8; // units of a drawing; a shorter drag is none

let drag = null; // where it began, and the rectangle that is drawn
let dragged = false; // the click that ends a drag chooses nothing
const pointOf = (svg, { clientX, clientY }) => {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [x, y];
};
const long = (svg, from, to) =>
  axesOf(svg).map(({ type }, i) => type !== undefined && Math.abs(to[i] - from[i]) >= LEAST);

addEventListener("pointerdown", (event) => {
  dragged = false;
  const svg = event.target.closest?.(".panel svg[data-zoom]");
  if (!svg || event.button !== 0 || event.pointerType === "touch") return;
  const start = pointOf(svg, event);
  if (axesOf(svg).some(({ ends: [from, to] }, i) => start[i] < from - 4 || start[i] > to + 4)) return;
  drag = { svg, start, box: make("rect", { class: "zooming" }) };
});
addEventListener("pointermove", (event) => {
  if (drag === null) return;
  const { svg, start, box } = drag;
  const at = pointOf(svg, event);
  const sides = long(svg, start, at);
  if (!sides.includes(true)) return box.remove();
  const [[left, right], [top, bottom]] = axesOf(svg).map(({ ends: [from, to] }, i) =>
    sides[i]
      ? [start[i], at[i]].map((each) => Math.min(to, Math.max(from, each))).sort((a, b) => a - b)
      : [from, to],
  );
  for (const [key, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top }))
    box.setAttribute(key, value);
  svg.append(box);
});
addEventListener("pointerup", (event) => {
  if (drag === null) return;
  const { svg, start, box } = drag;
  drag = null;
  box.remove();
  const at = pointOf(svg, event);
  const sides = long(svg, start, at);
  if (!svg.isConnected || !sides.includes(true)) return;
  dragged = true;
  const [from, to] = [start, at].map((point) => toWhole(svg, point));
  zoom(
    svg,
    regionOf(svg).map((whole, i) => (sides[i] ? [from[i], to[i]] : whole)),
  );
});
addEventListener("pointercancel", () => {
  drag?.box.remove();
  drag = null;
});
addEventListener(
  "click",
  (event) => {
    if (dragged) event.stopImmediatePropagation();
    dragged = false;
    if (event.target.matches(".unzoom")) unzoom(event.target.parentElement.querySelector("svg.zoomed"));
  },
  true,
);
addEventListener("dblclick", ({ target }) => {
  const svg = target.closest?.(".panel svg.zoomed");
  if (svg) unzoom(svg);
});
addEventListener(
  "keydown",
  (event) => {
    const svg = event.target.closest?.(".panel svg[data-zoom]");
    if (!svg || event.ctrlKey || event.metaKey || event.altKey) return;
    const factor = { "+": 0.5, "=": 0.5, "-": 2, "−": 2 }[event.key];
    const out = event.key === "Escape" && svg.matches(".zoomed");
    if (factor === undefined && !out) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (out) return unzoom(svg);
    const { left, top, width, height } = (svg.querySelector(".told") ?? svg).getBoundingClientRect();
    const told = svg.querySelector(".told") !== null;
    const middle = toWhole(svg, pointOf(svg, { clientX: left + width / 2, clientY: top + height / 2 }));
    const ends = axesOf(svg).map((axis) => axis.ends);
    const region = regionOf(svg).map(([from, to], i) => {
      const center = told ? middle[i] : (from + to) / 2;
      const [first, last] = ends[i];
      const size = Math.min(last - first, factor * (to - from));
      const start = Math.min(last - size, Math.max(first, center - size / 2));
      return [start, start + size];
    });
    const all = region.every(([from, to], i) => from <= ends[i][0] && to >= ends[i][1]);
    if (!all) zoom(svg, region);
    else if (svg.matches(".zoomed")) unzoom(svg);
  },
  true,
);
