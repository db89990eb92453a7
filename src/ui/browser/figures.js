import { byId, make, say, write } from "./elements.js";
import { sqlFold } from "./query.js";

const frames = new Map();
const lit = new Set(); // series that are brought out, such as e1

const makeFrame = ({ name, title, reading }) => {
  const link = (format) =>
    make("a", { download: "", "aria-label": `${title} as ${format.toUpperCase()}` }, format.toUpperCase());
  const parts = {
    svg: link("svg"),
    csv: link("csv"),
    legend: make("div"),
    panels: make("div", { className: "panels" }),
    empty: make("p", { className: "reading waiting" }),
    findings: make("div"),
    sql: sqlFold(),
  };
  const section = make(
    "section",
    { className: "figure", id: `figure-${name}` },
    make(
      "div",
      { className: "title-line" },
      make("h3", {}, title),
      make("p", { className: "tools" }, parts.svg, parts.csv),
    ),
    make("figure", {}, parts.legend, parts.panels, parts.empty, make("figcaption", {}, parts.findings)),
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

/** Lights the series again that were lit before the markup was put in place. */
const light = () => {
  const figures = byId("figures");
  for (const kind of ["e", "a"])
    figures.classList.toggle(
      `dim-${kind}`,
      [...lit].some((key) => key[0] === kind),
    );
  for (const button of figures.querySelectorAll("[data-series]"))
    button.setAttribute("aria-pressed", lit.has(button.dataset.series));
  for (const mark of figures.querySelectorAll(".series"))
    mark.classList.toggle(
      "lit",
      [...mark.classList].some((key) => lit.has(key)),
    );
};

byId("figures").addEventListener("click", ({ target }) => {
  const key = target.closest("[data-series]")?.dataset.series;
  if (key === undefined) return;
  if (!lit.delete(key)) lit.add(key);
  light();
});

const showFigure = (frame, part, words, more) => {
  const { section, svg, csv, legend, panels, empty, findings, sql } = frame;
  const drawn = part.count > 0;
  section.hidden = !drawn && !more && part.error === null;
  section.classList.toggle("wide", part.count > 1);
  for (const [format, link] of Object.entries({ svg, csv })) {
    link.href = `/download/${part.name}.${format}?${words}`;
    link.hidden = !drawn;
  }
  empty.hidden = drawn;
  say(empty, part.error === null ? "Nothing to draw yet." : `It cannot be drawn: ${part.error}`);
  const focused = document.activeElement?.dataset?.series;
  const hadFocus = legend.contains(document.activeElement);
  const changes = [write(legend, part.legend), write(panels, part.panels)];
  if (hadFocus && focused) legend.querySelector(`[data-series="${focused}"]`)?.focus();
  panels.style.setProperty("--w", part.width);
  const texts = part.findings.map((text) => make("p", { className: "finding" }, text));
  if (findings.textContent !== part.findings.join("")) findings.replaceChildren(...texts);
  sql.show(part.sql);
  return changes.includes(true);
};

/**
 * Puts what has changed in place of what was there.
 *
 * @param words what is chosen
 * @param more whether more is to come
 */
export const showFigures = (parts, words, more) => {
  const board = byId("board");
  let changed = false;
  for (const part of parts) {
    const frame = frames.get(part.name) ?? makeFrame(part);
    frames.set(part.name, frame);
    changed = showFigure(frame, part, words, more) || changed;
  }
  const sections = parts.map(({ name }) => frames.get(name).section);
  if (sections.length !== board.children.length || sections.some((each, i) => board.children[i] !== each))
    board.replaceChildren(...sections);
  byId("no-figures").hidden = sections.some(({ hidden }) => !hidden);
  if (changed) light();
};
