import { byId, count, make, say, span } from "./elements.js";

const SILENT = 30; // seconds without a sign of life; there is one every 5
const RANK = { running: 0, silent: 0, failed: 1, interrupted: 2, queued: 3, done: 4 };

let runs = [];
let rows = new Map();
let wasDone = false;
let samples = []; // [time, fraction of the work done], of the last minute

const seconds = (from, to) => (to - Date.parse(from)) / 1000;

/** A run whose process was killed stays "running" in the database until the next one opens it. */
const statusOf = ({ status, heartbeat, started }, now) =>
  status === "running" && seconds(heartbeat ?? started, now) > SILENT ? "silent" : status;

const secondsOf = (run, now) => seconds(run.started, run.ended === null ? now : Date.parse(run.ended));

const timeOf = (run, now) => (run.started === null ? "" : span(secondsOf(run, now)));

const makeRow = (run) => {
  const fill = make("div");
  const bar = make("div", { className: "bar", role: "progressbar", "aria-label": "progress" }, fill);
  const cells = {
    status: make("span", { className: "badge" }),
    note: make("span", { className: "note" }),
    percent: make("span", { className: "percent" }),
    iterations: make("td"),
    probes: make("td"),
    time: make("td"),
  };
  const row = make(
    "tr",
    {},
    make("th", { scope: "row" }, run.agent),
    make("td", {}, String(run.seed)),
    make("td", { className: "text" }, cells.status, cells.note),
    make("td", { className: "progress" }, bar, cells.percent),
    cells.iterations,
    cells.probes,
    cells.time,
  );
  return { row, bar, fill, ...cells };
};

const showRow = (cells, run, now) => {
  const status = statusOf(run, now);
  cells.status.dataset.status = status;
  say(cells.status, status);
  const note =
    status === "silent"
      ? `no sign of life for ${span(seconds(run.heartbeat ?? run.started, now))}`
      : (run.error ?? "").split("\n")[0];
  say(cells.note, note);
  cells.note.title = run.error ?? "";
  const percent = Math.floor(100 * run.fraction);
  cells.fill.style.width = `${100 * run.fraction}%`;
  cells.bar.setAttribute("aria-valuenow", percent);
  say(cells.percent, `${percent} %`);
  say(cells.iterations, `${run.iterations.done} / ${run.iterations.planned}`);
  say(cells.probes, `${run.probes.done} / ${run.probes.planned}`);
  say(cells.time, timeOf(run, now));
  if (run.started !== null) cells.time.dataset.value = secondsOf(run, now);
};

const leftOf = (fraction, now) => {
  samples = [...samples.filter(([time]) => now - time < 60_000), [now, fraction]];
  const [[time, before]] = samples;
  if (now - time < 5000 || fraction <= before) return "";
  return `, about ${span((((1 - fraction) / (fraction - before)) * (now - time)) / 1000)} left`;
};

/** "3 of 6 runs done, 2 running, 1 queued". */
export const summaryOf = (all, now) => {
  const numbers = new Map();
  for (const run of all) numbers.set(statusOf(run, now), (numbers.get(statusOf(run, now)) ?? 0) + 1);
  const others = [...numbers].filter(([status]) => status !== "done").map(([status, n]) => `${n} ${status}`);
  return [`${numbers.get("done") ?? 0} of ${count(all.length, "run")} done`, ...others].join(", ");
};

/** Whether anything more is to be expected. */
export const underway = (now) =>
  runs.some((run) => ["running", "queued"].includes(statusOf(run, now))) &&
  runs.some((run) => statusOf(run, now) === "running");

/** Shows all runs as they are at a time, in milliseconds. */
export const showRuns = (given, now) => {
  if (given.map(({ run }) => run).join() !== runs.map(({ run }) => run).join()) {
    rows = new Map();
    samples = [];
  }
  runs = given;
  const rank = (run) => RANK[statusOf(run, now)];
  const order = [...runs].sort((a, b) => rank(a) - rank(b) || a.run - b.run);
  const elements = order.map((run) => {
    const cells = rows.get(run.run) ?? makeRow(run);
    rows.set(run.run, cells);
    showRow(cells, run, now);
    return cells.row;
  });
  const body = byId("run-rows");
  const sorted = body.parentElement.matches(".sorted");
  const there = (row, i) => (sorted ? row.parentElement === body : body.children[i] === row);
  if (elements.length !== body.children.length || !elements.every(there)) body.replaceChildren(...elements);
  if (sorted) body.parentElement.dispatchEvent(new Event("changed", { bubbles: true }));
  const fraction = runs.reduce((sum, run) => sum + run.fraction, 0) / Math.max(1, runs.length);
  const allDone = runs.every(({ status }) => status === "done");
  if (allDone !== wasDone) byId("runs-fold").open = !allDone; // there is nothing to follow, or there is again
  wasDone = allDone;
  const left = underway(now) ? leftOf(fraction, now) : "";
  say(byId("runs-summary"), summaryOf(runs, now) + left);
  const bar = byId("runs-bar");
  bar.setAttribute("aria-valuenow", Math.floor(100 * fraction));
  bar.firstElementChild.style.width = `${100 * fraction}%`;
};

/** Lets the times go on between two readings. */
export const tick = (now) => {
  for (const run of runs) if (run.status === "running") showRow(rows.get(run.run), run, now);
};
