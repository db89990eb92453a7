// Isolates series (e1, a0 …) in all figures of a study: by names in its legend, or by a mark in a figure.

const lit = new Map(); // by study: the series that are brought out
const keysOf = (mark) => [...mark.classList].filter((name) => /^[ea]\d+$/.test(name));

const light = (study) => {
  const keys = lit.get(study) ?? new Set();
  for (const kind of ["e", "a"])
    study.classList.toggle(
      `dim-${kind}`,
      [...keys].some((key) => key[0] === kind),
    );
  for (const button of study.querySelectorAll("[data-series]"))
    button.setAttribute("aria-pressed", keys.has(button.dataset.series));
  for (const mark of study.querySelectorAll(".series"))
    mark.classList.toggle(
      "lit",
      keysOf(mark).some((key) => keys.has(key)),
    );
  for (const button of study.querySelectorAll(".show-all")) button.disabled = keys.size === 0;
};

const choose = (study, keys) => {
  lit.set(study, new Set(keys));
  light(study);
};

addEventListener("click", ({ target }) => {
  const study = target.closest(".study");
  if (study === null) return;
  const chosen = lit.get(study) ?? new Set();
  const name = target.closest("[data-series]");
  const shows = target.closest("[data-shows]");
  const mark = target.closest(".panel .series");
  if (name !== null) {
    const key = name.dataset.series;
    choose(study, chosen.has(key) ? [...chosen].filter((each) => each !== key) : [...chosen, key]);
  } else if (shows !== null) {
    const on = shows.closest(".figure").classList.toggle("shows-asked");
    shows.setAttribute("aria-pressed", on);
  } else if (target.closest(".show-all") !== null) choose(study, []);
  else if (mark !== null) {
    const keys = keysOf(mark);
    choose(study, keys.length === chosen.size && keys.every((key) => chosen.has(key)) ? [] : keys);
  }
});
addEventListener("keydown", ({ key, target }) => {
  const study = target.closest?.(".study");
  if (key === "Escape" && study && document.querySelector("dialog[open]") === null) choose(study, []);
});
// after markup was put in place of other markup
addEventListener("drawn", () => {
  for (const study of document.querySelectorAll(".study")) light(study);
});
