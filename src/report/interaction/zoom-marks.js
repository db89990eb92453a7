// Moves the marks of a drawing apart, so that a part of it fills its frame.

import { AXES, axesOf, nameOf, ticksOf } from "./zoom-axes.js";

export const make = (name, attributes) => {
  const element = document.createElementNS(document.querySelector("svg").namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

const placed = /translate\(([-\d.e]+),([-\d.e]+)\)/;
const translationOf = (element) => placed.exec(element.getAttribute("transform"))?.slice(1).map(Number);

/** Draws what belongs to the ticks of an axis anew. */
const moveTicks = (group, i, ticks, move) => {
  const first = group.firstElementChild;
  if (first === null) return;
  const drawn = ticks.map(({ place, text }) => {
    const element = first.cloneNode(true);
    const at = move[i](place);
    const point = translationOf(first);
    if (point) element.setAttribute("transform", `translate(${i === 0 ? [at, point[1]] : [point[0], at]})`);
    else for (const end of [1, 2]) element.setAttribute(`${AXES[i]}${end}`, at);
    if (element.matches("text")) element.textContent = text;
    return element;
  });
  group.replaceChildren(...drawn);
};

/** Where something small stands: a symbol or a word. */
const pointOfMark = (mark) =>
  mark.matches("circle") ? AXES.map((axis) => +mark.getAttribute(`c${axis}`)) : translationOf(mark);

/** Moves a mark; tells whether it is still to be seen. */
const moveMark = (mark, move, scale, inside) => {
  const point = pointOfMark(mark);
  if (point) {
    const to = point.map((at, i) => move[i](at));
    if (mark.matches("circle")) for (const [i, axis] of AXES.entries()) mark.setAttribute(`c${axis}`, to[i]);
    else mark.setAttribute("transform", mark.getAttribute("transform").replace(placed, `translate(${to})`));
    return inside(to);
  }
  if (mark.matches("line")) {
    for (const [i, axis] of AXES.entries())
      for (const end of [1, 2]) mark.setAttribute(axis + end, move[i](+mark.getAttribute(axis + end)));
    return true;
  }
  mark.setAttribute("transform", `matrix(${scale[0]},0,0,${scale[1]},${move[0](0)},${move[1](0)})`);
  mark.setAttribute("vector-effect", "non-scaling-stroke");
  return true;
};

/** Moves everything in a copy so that a region of the whole drawing fills its frame. */
export const spreadOut = (copy, region) => {
  const axes = axesOf(copy);
  const scale = axes.map(({ ends: [from, to] }, i) => (to - from) / (region[i][1] - region[i][0]));
  const move = axes.map(
    ({ ends: [from] }, i) =>
      (at) =>
        from + (at - region[i][0]) * scale[i],
  );
  const inside = (point) =>
    axes.every(({ ends: [from, to] }, i) => point[i] >= from - 1 && point[i] <= to + 1);
  const [left, top, right, bottom] = JSON.parse(copy.dataset.zoom).frame;
  const clip = `zoom-${nameOf(copy).replaceAll(" ", "-")}`;
  const cut = make("clipPath", { id: clip });
  cut.append(make("rect", { x: left, y: top, width: right - left, height: bottom - top }));
  const ticks = axes.map((axis, i) => {
    const known = [...copy.querySelectorAll(`:scope > [aria-label="${axis.name}-axis tick label"] > text`)];
    const places = known.map((text) => ({ place: translationOf(text)[i], text: text.textContent }));
    return axis.type === undefined ? places : ticksOf(axis, region[i], places);
  });
  for (const group of [...copy.querySelectorAll(":scope > g")]) {
    const label = group.getAttribute("aria-label") ?? "";
    const axis = /^([xy])-(axis tick|axis tick label|grid)$/.exec(label)?.[1];
    if (axis) moveTicks(group, AXES.indexOf(axis), ticks[AXES.indexOf(axis)], move);
    else if (label === "label") {
      const leader = group.querySelector("path");
      const [start, ...rest] = leader.getAttribute("d").slice(1).split("L");
      const point = start.split(",").map((at, i) => move[i](+at - 7 * (1 - i)) + 7 * (1 - i));
      leader.setAttribute("d", `M${point}L${rest}`);
      if (!inside([point[0] - 7, point[1]])) group.remove();
    } else if (!/axis label$|^scale of colors$/.test(label)) {
      const aside = translationOf(group)?.[0] ?? 0; // names beside the frame stay where they are
      const beside = (mark) => {
        const x = (pointOfMark(mark)?.[0] ?? left) + aside;
        return mark.matches("text") && (x < left || x > right);
      };
      for (const mark of [...group.children])
        if (!beside(mark) && !moveMark(mark, move, scale, inside)) mark.remove();
      if (group.querySelector("text") === null) {
        const within = make("g", { "clip-path": `url(#${clip})` });
        group.replaceWith(within);
        within.append(group);
      }
    }
  }
  copy.prepend(cut);
};
