// Shows a drawing as large as the window, or the cosines of a cell, in a dialog.

const dialog = document.createElement("dialog");
dialog.className = "large";
const close = document.createElement("button");
close.type = "button";
close.className = "close";
close.textContent = "Close";
const body = document.createElement("div");
dialog.append(close, body);
document.body.append(dialog);
close.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", ({ target }) => {
  if (target === dialog) dialog.close();
});

/** Takes a panel into the dialog, and puts it back where it was. */
const enlarge = (panel) => {
  const place = document.createElement("div");
  place.style.height = `${panel.getBoundingClientRect().height}px`;
  const figure = document.createElement("div");
  figure.className = [...panel.closest(".study").classList, ...panel.closest(".figure").classList]
    .filter((name) => /^(study|figure|dim-|shows-)/.test(name))
    .join(" ");
  panel.replaceWith(place);
  figure.append(panel);
  body.replaceChildren(figure);
  dialog.setAttribute("aria-label", panel.querySelector(".panel-title")?.textContent ?? "");
  dialog.showModal();
  const back = () => {
    place.replaceWith(panel);
    body.replaceChildren();
    panel.querySelector(".enlarge").focus();
  };
  dialog.addEventListener("close", back, { once: true });
};

const BINS = 40; // of equal width, over [-1, 1]
const draw = (name, attributes, text = "") => {
  const element = document.createElementNS(document.querySelector("svg").namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
};

/** The distribution of the cosines of a cell: "bin:count …", as it stands in the page. */
const cosines = ({ dataset }) => {
  const counts = Array(BINS).fill(0);
  for (const part of dataset.cosines.split(" ")) {
    const [bin, count] = part.split(":").map(Number);
    counts[bin] = count;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(...counts);
  const [width, height, left, top] = [560, 220, 20, 16];
  const x = (at) => left + (at / BINS) * width;
  const svg = draw("svg", {
    viewBox: `0 0 ${width + 40} ${height + 66}`,
    role: "img",
    "font-size": 12,
    tabindex: 0,
  });
  svg.setAttribute("fill", "currentColor");
  svg.setAttribute("text-anchor", "middle");
  svg.setAttribute("aria-label", dataset.title);
  const bars = draw("g", { fill: "var(--accent)" });
  for (const [bin, count] of counts.entries()) {
    if (count === 0) continue;
    const [low, high] = [bin, bin + 1].map((at) => (-1 + (2 * at) / BINS).toFixed(2));
    const size = (count / most) * height;
    const bar = draw("rect", {
      x: x(bin) + 0.5,
      y: top + height - size,
      width: width / BINS - 1,
      height: size,
    });
    bar.dataset.tip = `cosine ${low} to ${high}: ${count} of ${all} estimates`;
    bars.append(bar);
  }
  const axis = draw("g", { stroke: "var(--muted)" });
  axis.append(
    draw("path", { d: `M${left},${top + height}h${width}M${x(BINS / 2)},${top}v${height}`, fill: "none" }),
  );
  svg.append(axis, bars);
  for (const at of [-1, -0.5, 0, 0.5, 1])
    svg.append(
      draw("text", { x: x(((at + 1) / 2) * BINS), y: top + height + 18 }, String(at).replace("-", "−")),
    );
  svg.append(draw("text", { x: left + width / 2, y: top + height + 40 }, "cosine of one estimate with ∇J"));
  const title = document.createElement("p");
  title.className = "panel-title";
  title.textContent = dataset.title;
  const panel = document.createElement("div");
  panel.className = "panel";
  panel.append(title, svg);
  body.replaceChildren(panel);
  dialog.setAttribute("aria-label", dataset.title);
  dialog.showModal();
};

addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.matches(".enlarge")) enlarge(button.closest(".panel"));
  else if (button?.dataset.cosines) cosines(button);
});
