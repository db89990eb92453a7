// Shows the value of the mark nearest to the pointer; with the keyboard, arrows go from mark to mark of a drawing.

const REACH = 26; // pixels
const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
let shown = null; // the mark that is told of
let pinned = false; // by the keyboard

/** The marks of a drawing that have something to tell; their titles would be shown a second time by the browser. */
const marksOf = (svg) => {
  for (const title of svg.querySelectorAll("g title")) {
    title.parentElement.dataset.tip = title.textContent;
    title.remove();
  }
  return [...svg.querySelectorAll("[data-tip]")];
};

const middle = (mark) => {
  const { left, top, width, height } = mark.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};

const hide = () => {
  tip.hidden = true;
  pinned = false;
  shown?.classList.remove("told");
  for (const mark of document.querySelectorAll(".hover")) mark.classList.remove("hover");
  shown = null;
};

const show = (svg, mark) => {
  if (mark === shown) return;
  hide();
  shown = mark;
  mark.classList.add("told");
  const keys = [...(mark.closest(".series")?.classList ?? [])].filter((name) => /^[ea]\d+$/.test(name));
  for (const key of keys)
    for (const each of svg.querySelectorAll(`.asked.${key}`)) each.classList.add("hover");
  tip.textContent = mark.dataset.tip;
  (svg.closest("dialog") ?? document.body).append(tip);
  tip.hidden = false;
  place();
};

/** Puts the tip beside its mark. */
const place = () => {
  const [x, y] = middle(shown);
  const { width, height } = tip.getBoundingClientRect();
  const room = document.documentElement.clientWidth - width - 8;
  tip.style.left = `${Math.max(8, Math.min(room, x - width / 2))}px`;
  tip.style.top = `${y - height - 12 < 4 ? y + 14 : y - height - 12}px`;
};

const nearest = (svg, { target, clientX, clientY }) => {
  const marks = marksOf(svg);
  const own = target.closest("[data-tip]");
  if (own !== null) return own;
  let [found, least] = [null, REACH];
  for (const mark of marks) {
    const [x, y] = middle(mark);
    const distance = Math.hypot(x - clientX, y - clientY);
    if (distance < least) [found, least] = [mark, distance];
  }
  return found;
};

addEventListener("pointermove", (event) => {
  const svg = event.target.closest?.(".panel svg");
  if (svg === null || svg === undefined) return pinned ? undefined : hide();
  const mark = nearest(svg, event);
  if (mark === null) {
    if (!pinned) hide();
  } else show(svg, mark);
});

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
addEventListener("keydown", (event) => {
  const svg = event.target.closest?.(".panel svg");
  if (!svg || (STEPS[event.key] === undefined && event.key !== "Escape")) return;
  if (event.key === "Escape") return hide();
  const marks = marksOf(svg);
  if (marks.length === 0) return;
  event.preventDefault();
  const at = marks.indexOf(shown);
  const next = at < 0 ? 0 : (at + STEPS[event.key] + marks.length) % marks.length;
  show(svg, marks[next]);
  pinned = true;
  document.getElementById("status").textContent = marks[next].dataset.tip;
});
addEventListener("focusout", hide);
// the focus of a drawing may scroll to it, which is told of only after the key that follows
addEventListener("scroll", () => (pinned ? place() : hide()), { passive: true });
