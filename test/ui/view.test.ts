import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { literal } from "../../src/report/text/literal.ts";
import { LiveReader } from "../../src/store/live.ts";
import { openStore } from "../../src/store/open.ts";
import { choiceOf } from "../../src/ui/choice.ts";
import { downloadOf } from "../../src/ui/download.ts";
import { drawer } from "../../src/ui/figure-part.ts";
import { studiesOf, viewOf } from "../../src/ui/view.ts";
import { parseCsv } from "../export/parse-csv.ts";
import { database, scratch, study } from "../report/database.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";

const folder = scratch();
const path = database(folder, "view.db", [study(), study({ name: "other", seeds: [0] })], {
  done: 3,
  begun: true,
});

const ask = <T>(words: string, use: Parameters<typeof LiveReader.prototype.read<T>>[1]): T => {
  const choice = choiceOf(new URLSearchParams(words));
  return new LiveReader(path).read((query) => studiesOf(query, choice), use);
};
const view = (words = "", draw = drawer()) =>
  ask(words, (query) => viewOf(query, choiceOf(new URLSearchParams(words)), draw))!;
const file = (words: string, name: string, format: "svg" | "csv") =>
  ask(words, (query) => downloadOf(query, choiceOf(new URLSearchParams(words)), name, format));

test("shows the study that is underway, with all there is to choose", () => {
  const shown = view();
  expect(shown.studies).toEqual(["small", "other"]);
  expect(shown.study).toBe("small"); // its fourth run is running
  expect(shown.agents.map(({ name }) => name)).toEqual(["reinforce", "actor-critic"]);
  expect(shown.estimators.map(({ name }) => name)).toEqual(["agent", "total"]);
  expect(shown.batchSizes).toEqual([1, 4]);
  expect(shown.iterations).toEqual([0, 2, 4]);
  expect(shown.runs.map(({ status }) => status)).toEqual([
    "done",
    "done",
    "done",
    "running",
    "queued",
    "queued",
  ]);
  expect(shown.notes.slice(0, 2)).toEqual([
    "small, agent actor-critic: shown is the probe at iteration 2; the last that is planned, 4, has no estimates yet.",
    "small, agent actor-critic: the probe at iteration 2 lacks 2 of 3 seeds: 1 (no probe yet) and 2 (no probe yet).",
  ]);
  expect(shown.notes[2]).toMatch(
    /^small, agent reinforce, iteration 0: in no mean of directions, the estimate is 0: seeds 0, 1 and 2 at batch size 1 of agent and total; /,
  );
  for (const { name } of shown.estimators) expect(shown.cells.markup).toContain(name);
});

test("another one if it is asked for; what is not there is said", () => {
  expect(view("study=other").study).toBe("other");
  expect(view("study=none&agent=nobody&iteration=77").notes).toEqual([
    "There is no study none here; this is small.",
    "There is no agent nobody in small.",
    "Nothing was measured at iteration 77 yet.",
  ]);
});

test("figures follow the choice of agent, iteration, estimators and batch sizes", () => {
  const titles = (words: string, name = "alignment") =>
    [
      ...view(words)
        .figures.find((each) => each.name === name)!
        .panels.matchAll(/class="panel-title">([^<]*)/g),
    ].map(([, title]) => title);
  expect(titles("")).toEqual([
    "reinforce, iteration 0",
    "reinforce, iteration 4",
    "actor-critic, iteration 2",
  ]);
  expect(titles("iteration=2")).toEqual(["reinforce, iteration 2", "actor-critic, iteration 2"]);
  expect(titles("agent=actor-critic&iteration=0")).toEqual(["actor-critic, iteration 0"]);
  expect(titles("", "along-training")).toEqual(["reinforce", "actor-critic"]);
  const legend = (words: string) =>
    view(words)
      .figures.find(({ name }) => name === "alignment")!
      .legend.map(({ name }) => name);
  expect(legend("")).toContain("total");
  expect(legend("no-estimator=total")).not.toContain("total");
  const note = (words: string) => view(words).figures.find(({ name }) => name === "along-training")!.panels;
  expect(note("")).toContain("batch size 4");
  expect(note("no-batch=1")).toContain("batch size 4");
  expect(note("no-batch=4")).not.toContain("batch size 4"); // at 1 all estimates are zero, and align with nothing
});

test("nothing is left to draw where nothing is chosen; nothing breaks", () => {
  const { figures, cells } = view("no-estimator=total&no-estimator=agent");
  expect(figures.find(({ name }) => name === "variance")).toMatchObject({
    count: 0,
    legend: [],
    error: null,
  });
  expect(figures.find(({ name }) => name === "learning")!.count).toBe(2);
  expect(cells.markup).toBe("");
});

test("names are text, not markup, and not SQL", () => {
  const db = new Database(path);
  const name = `o'<b onclick="x">&`;
  const others = "probe_id IN (SELECT probe_id FROM probe WHERE run_id > 6)";
  for (const table of ["estimate", "exact_moments"])
    db.exec(`UPDATE ${table} SET estimator = ${literal(name)} WHERE estimator = 'total' AND ${others}`);
  db.exec(`UPDATE estimator SET estimator = ${literal(name)} WHERE estimator = 'total' AND run_id > 6;
    UPDATE run SET agent = ${literal(name)} WHERE run_id = 7;
    UPDATE study SET name = ${literal(name)} WHERE name = 'other'`);
  db.close();
  const shown = view(`study=${encodeURIComponent(name)}&no-estimator=${encodeURIComponent(name)}`);
  expect(shown.study).toBe(name);
  expect(shown.agents.map((agent) => agent.name)).toContain(name);
  for (const { error } of shown.figures) expect(error).toBeNull();
  const markup = [
    shown.cells.markup,
    shown.names,
    ...shown.figures.flatMap(({ panels, keys }) => [panels, keys]),
  ].join("");
  expect([markup.includes("&lt;b onclick"), /<b\b/.test(markup)]).toEqual([true, false]);
});

test("a figure whose rows are the same is not drawn again", () => {
  const draw = drawer();
  const [first, second] = [view("", draw), view("", draw)];
  for (const { name, error } of first.figures) expect([name, error]).toEqual([name, null]);
  for (const [i, part] of first.figures.entries()) expect(second.figures[i]).toBe(part);
  expect(view("iteration=2", draw).figures.find(({ name }) => name === "alignment")).not.toEqual(
    first.figures.find(({ name }) => name === "alignment"),
  );
});

test("a figure that cannot be drawn says why, and the others are drawn", () => {
  const draw = drawer();
  const figure = {
    name: "broken",
    title: "Broken",
    reading: "",
    needs: "",
    sql: () => "SELECT 1 AS one",
    draw: () => {
      throw new Error("no pencil");
    },
  };
  const part = ask("", (query) =>
    draw(
      figure,
      query,
      { agents: new Map(), estimators: new Map() } as never,
      choiceOf(new URLSearchParams()),
    ),
  );
  expect(part).toMatchObject({ name: "broken", panels: "", count: 0, error: "no pencil" });
});

test("downloads have the rows and the drawing that are shown", () => {
  const csv = file("no-estimator=total", "alignment", "csv")!;
  expect(csv.name).toBe("small-alignment.csv");
  const [header, ...lines] = parseCsv(csv.content);
  const shown = view("no-estimator=total").figures.find(({ name }) => name === "alignment")!;
  const rows = ask("", (query) => query(shown.sql));
  expect(header).toEqual(Object.keys(rows[0]));
  expect(lines).toHaveLength(rows.length);
  expect(
    lines
      .map((line) => line[header.indexOf("alignment")] || null)
      .map(Number)
      .sort(),
  ).toEqual(rows.map(({ alignment }) => Number(alignment)).sort());
  expect(file("", "alignment", "svg")).toMatchObject({
    type: "image/svg+xml",
    content: expect.stringMatching(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/),
  });
  expect(parseCsv(file("iteration=4", "cells", "csv")!.content)).toHaveLength(1 + 2 * 2);
  for (const [name, format] of [
    ["cells", "svg"],
    ["nothing", "svg"],
    ["landscape", "csv"],
  ] as const)
    expect(file("", name, format)).toBeUndefined();
});

test("a database without a study", () => {
  const empty = temporaryFile();
  openStore(empty, "0.1.0").close();
  const choice = choiceOf(new URLSearchParams());
  expect(
    new LiveReader(empty).read(
      (query) => studiesOf(query, choice),
      (query) => viewOf(query, choice, drawer()),
    ),
  ).toBeUndefined();
});
