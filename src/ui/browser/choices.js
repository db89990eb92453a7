import { byId, make } from "./elements.js";

// What is chosen is in the address of the page, so that it can be kept, sent and gone back to.

const words = new URLSearchParams(location.search);

/** What is chosen, as the query of an address. */
export const chosen = () => words.toString();

let changed = () => {};

/** @param then called after every change */
export const onChange = (then) => {
  changed = then;
};

const commit = () => {
  history.replaceState(null, "", words.size > 0 ? `?${words}` : location.pathname);
  changed();
};

const set = (name, value) => {
  if (value === "") words.delete(name);
  else words.set(name, value);
};

const dependent = {
  study: ["agent", "iteration", "no-estimator", "no-batch"],
  agent: ["iteration"],
  iteration: [],
};

for (const name of Object.keys(dependent))
  byId(name).addEventListener("change", ({ target }) => {
    set(name, target.value);
    for (const other of dependent[name]) words.delete(other);
    commit();
  });

byId("choices").addEventListener("submit", (event) => event.preventDefault());

const signatures = new WeakMap();
/** Whether an element shows something else than these options by now. */
const differs = (element, options) => {
  const signature = JSON.stringify(options);
  if (signatures.get(element) === signature) return false;
  signatures.set(element, signature);
  return true;
};

const fillSelect = (id, options, value) => {
  const select = byId(id);
  if (differs(select, options))
    select.replaceChildren(...options.map(([key, text]) => make("option", { value: key }, text)));
  if (select !== document.activeElement || select.value !== value) select.value = value;
  select.disabled = options.length === 0;
};

const fillChecks = (id, name, options) => {
  const box = byId(id);
  if (differs(box, options))
    box.replaceChildren(
      ...options.map(({ name: key, swatch = "" }) => {
        const input = make("input", { type: "checkbox", value: key, name });
        const icon = make("span", { className: "icon" });
        icon.innerHTML = swatch;
        return make("label", {}, input, icon, key);
      }),
    );
  const off = words.getAll(name);
  for (const input of box.querySelectorAll("input")) input.checked = !off.includes(input.value);
};

const toggle = ({ target }) => {
  const off = new Set(words.getAll(target.name));
  if (target.checked) off.delete(target.value);
  else off.add(target.value);
  words.delete(target.name);
  for (const each of off) words.append(target.name, each);
  commit();
};
for (const id of ["estimators", "batch-sizes"]) byId(id).addEventListener("change", toggle);

const orMissing = (options, value) =>
  value === "" || options.some(([key]) => key === value)
    ? options
    : [...options, [value, `${value} (not there)`]];

/** Offers what there is to choose. */
export const showChoices = ({ studies, study, agents, iterations, estimators, batchSizes }) => {
  const asked = (name) => words.get(name) ?? "";
  fillSelect(
    "study",
    studies.map((name) => [name, name]),
    study,
  );
  const ofAgents = [
    ["", agents.length === 1 ? agents[0].name : "all"],
    ...agents.map(({ name }) => [name, name]),
  ];
  fillSelect(
    "agent",
    orMissing(agents.length === 1 ? ofAgents.slice(0, 1) : ofAgents, asked("agent")),
    asked("agent"),
  );
  const ofIterations = [["", "first and last"], ...iterations.map((i) => [String(i), String(i)])];
  fillSelect("iteration", orMissing(ofIterations, asked("iteration")), asked("iteration"));
  fillChecks("estimators", "no-estimator", estimators);
  fillChecks(
    "batch-sizes",
    "no-batch",
    batchSizes.map((size) => ({ name: String(size) })),
  );
};

// on a phone the choices are folded away until they are wanted
const narrow = matchMedia("(max-width: 819px)");
const fold = () => {
  byId("choices-fold").open = !narrow.matches;
};
narrow.addEventListener("change", fold);
document.querySelector(".jump").addEventListener("click", ({ target }) => {
  if (target.closest("a")) fold();
});
fold();
