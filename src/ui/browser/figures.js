import { byId, make, say, write } from "./elements.js";
import { sqlFold } from "./query.js";

const frames = new Map();

const makeFrame = ({ name, title, reading }) => {
  const link = (format) =>
    make("a", { download: "", "aria-label": `${title} as ${format.toUpperCase()}` }, format.toUpperCase());
  const parts = {
    svg: link("svg"),
    csv: link("csv"),
    keys: make("div"),
    panels: make("div", { className: "panels" }),
    empty: make("p", { className: "reading waiting" }),
    findings: make("div"),
    othersTitle: make("summary"),
    others: make("div", { className: "panels" }),
    sql: sqlFold(),
  };
  parts.figure = make("figure", {}, parts.panels, make("figcaption", {}, parts.findings));
  parts.fold = make("details", { className: "others" }, parts.othersTitle, parts.others);
  const section = make(
    "section",
    { className: "figure", id: `figure-${name}` },
    make(
      "div",
      { className: "title-line" },
      make("h3", {}, title),
      make("p", { className: "tools" }, parts.svg, parts.csv),
    ),
    parts.keys,
    parts.empty,
    parts.figure,
    make(
      "div",
      { className: "folds" },
      make(
        "details",
        {},
        make("summary", {}, "How to read it"),
        make("p", { className: "reading" }, reading),
      ),
      parts.sql.element,
    ),
  );
  return { section, ...parts };
};

const showFigure = (frame, part, words, more) => {
  const { section, svg, csv, keys, figure, panels, empty, findings, fold, othersTitle, others, sql } = frame;
  const drawn = part.count > 0;
  section.hidden = !drawn && !more && part.error === null;
  for (const [format, link] of Object.entries({ svg, csv })) {
    link.href = `/download/${part.name}.${format}?${words}`;
    link.hidden = !drawn;
  }
  empty.hidden = drawn;
  if (part.others === "") fold.remove();
  else if (!fold.isConnected) figure.after(fold);
  say(othersTitle, part.othersTitle);
  say(empty, part.error === null ? "Nothing to draw yet." : `It cannot be drawn: ${part.error}`);
  const changes = [write(keys, part.keys), write(panels, part.panels), write(others, part.others)];
  section.classList.toggle("small-panels", part.small);
  section.style.setProperty("--panels", part.count);
  section.style.setProperty("--w", part.width);
  const texts = part.findings.map((text) => make("p", { className: "finding" }, text));
  if (findings.textContent !== part.findings.join("")) findings.replaceChildren(...texts);
  sql.show(part.sql);
  return changes.includes(true);
};

/** The legend, which keeps the focus where it is. */
const showNames = (markup) => {
  const box = byId("names");
  const focused = box.contains(document.activeElement) && document.activeElement.dataset.series;
  const changed = write(box, markup);
  if (changed && focused) box.querySelector(`[data-series="${focused}"]`)?.focus();
  box.hidden = markup === "";
  return changed;
};

/**
 * Puts what has changed in place of what was there.
 *
 * @param words what is chosen
 * @param more whether more is to come
 */
export const showFigures = ({ figures: parts, names }, words, more) => {
  const board = byId("board");
  let changed = showNames(names);
  for (const part of parts) {
    const frame = frames.get(part.name) ?? makeFrame(part);
    frames.set(part.name, frame);
    changed = showFigure(frame, part, words, more) || changed;
  }
  const sections = parts.map(({ name }) => frames.get(name).section);
  if (sections.length !== board.children.length || sections.some((each, i) => board.children[i] !== each))
    board.replaceChildren(...sections);
  byId("no-figures").hidden = sections.some(({ hidden }) => !hidden);
  if (changed) dispatchEvent(new Event("drawn")); // what was brought out is so again
};
