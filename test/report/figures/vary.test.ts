import { expect, test } from "vitest";
import { reportPage } from "../../../src/report/page.ts";
import { selections } from "../../../src/report/selection.ts";
import { variations } from "../../../src/report/variation.ts";
import { meanInterval } from "../../../src/statistics/mean-interval.ts";
import { LiveReader } from "../../../src/store/live.ts";
import { readSnapshot } from "../../../src/store/snapshot.ts";
import { choiceOf } from "../../../src/ui/choice.ts";
import { drawer } from "../../../src/ui/figure-part.ts";
import { studiesOf, viewOf } from "../../../src/ui/view.ts";
import { database, scratch, study } from "../database.ts";
import { drawn, rowsOf, symbolsIn } from "./drawn.ts";

const folder = scratch();
const environment = { kind: "frozen-lake", map: ["SFG"], slippery: true };
const at = (discount: number, horizon = 20) =>
  study({ name: `lake discount ${discount} ${horizon}`, environment, objective: { discount, horizon } });
const other = study({ name: "elsewhere", environment: { kind: "corridor", length: 4 }, seeds: [0] });
const path = database(folder, "vary.db", [at(0.5), at(0.8), at(0.95), other]);

const means = (study: string, sql: string): Float64Array =>
  Float64Array.from(rowsOf(path, `${sql} AND study = '${study}' ORDER BY seed`), ({ value }) =>
    Number(value),
  );

test("studies that differ in a key are found, with the key; others are not", () => {
  const found = readSnapshot(path, variations);
  expect(found).toEqual([
    { keys: ["objective.discount"], also: [], studies: [at(0.5).name, at(0.8).name, at(0.95).name] },
  ]);
  expect(
    readSnapshot(path, (query) => selections(query).map(({ variation }) => variation !== undefined)),
  ).toEqual([...[true, false, false], false]);
});

test("the metrics against the varied value: means over the seeds, as the views have them", () => {
  const { panels, rows, selection, findings } = drawn(path, "vary");
  expect(panels.map(({ title, note }) => `${title} | ${note}`)).toEqual([
    "Alignment | θ of reinforce; batch size 4, mean of 3 seeds",
    "Alignment | θ of actor-critic; batch size 4, mean of 3 seeds",
    "Total variance, exact | θ of reinforce; batch size 4, mean of 3 seeds",
    "Total variance, exact | θ of actor-critic; batch size 4, mean of 3 seeds",
    "Return of the last θ | mean of 3 seeds",
  ]);
  const total = selection.estimators.get("total")?.key as string;
  for (const [i, discount] of [0.5, 0.8, 0.95].entries()) {
    const name = at(discount).name;
    const ofTotal = (column: string) =>
      meanInterval(
        means(
          name,
          `SELECT ${column} AS value FROM estimator_summary
          WHERE agent = 'reinforce' AND iteration = 4 AND estimator = 'total' AND batch_size = 4`,
        ),
      );
    const [aligned, varied] = [panels[0], panels[2]].map((panel) => symbolsIn(panel, total)[i]);
    expect(aligned.x).toBeCloseTo(discount, 9);
    expect(aligned.y).toBeCloseTo(ofTotal("mean_cosine").estimate, 9);
    expect(varied.y / ofTotal("exact_total_variance").estimate).toBeCloseTo(1, 9);
    for (const [j, agent] of ["reinforce", "actor-critic"].entries()) {
      const finals = means(name, `SELECT exact_return AS value FROM agent_final WHERE agent = '${agent}'`);
      expect(symbolsIn(panels[4], `a${j}`)[i].y).toBeCloseTo(meanInterval(finals).estimate, 9);
    }
  }
  expect(rows.every((row) => row["objective.discount"] !== null)).toBe(true);
  expect(findings[0]).toMatch(/^θ of reinforce: best aligned is \S+ at objective.discount 0\.\d+ \(/);
});

test("a second key has a panel for each of its values", () => {
  const two = database(folder, "two.db", [at(0.5, 5), at(0.9, 5), at(0.5, 9), at(0.9, 9)]);
  const { panels } = drawn(two, "vary");
  expect(panels[0].note).toContain("objective.horizon 5, θ of reinforce");
  expect(new Set(panels.map(({ note }) => /horizon \d/.exec(String(note))?.[0]))).toEqual(
    new Set(["horizon 5", "horizon 9"]),
  );
});

test("it does not appear beside a single study, nor where more than three keys differ", () => {
  const one = database(folder, "one.db", [at(0.5)]);
  expect(drawn(one, "vary").sql).toBeUndefined();
  const far = study({
    ...{ name: "far", environment: { ...environment, slippery: false } },
    objective: { discount: 0.7, horizon: 11 },
    probe: { ...at(0.5).probe, replicates: 9 },
  });
  const apart = database(folder, "apart.db", [at(0.5), { ...far }, at(0.8), at(0.5, 11)]);
  expect(drawn(apart, "vary").sql).toBeUndefined();
});

test("keys that change together are one, and are named", () => {
  const both = database(folder, "both.db", [at(0.5, 5), at(0.9, 9)]);
  expect(readSnapshot(both, variations)).toMatchObject([
    { keys: ["objective.discount"], also: ["objective.horizon"] },
  ]);
  expect(drawn(both, "vary").findings.at(-1)).toBe("What varies with it: objective.horizon.");
});

test("the report shows it once, the live page beside each of the studies", () => {
  const page = readSnapshot(path, (query) => reportPage(query, "vary.db"));
  expect(page.match(/<h3>What does it depend on\?/g)).toHaveLength(1);
  const partOf = (words: string) => {
    const choice = choiceOf(new URLSearchParams(words));
    const view = new LiveReader(path).read(
      (query) => studiesOf(query, choice),
      (query) => viewOf(query, choice, drawer()),
    );
    return view?.figures.find(({ name }) => name === "vary");
  };
  const part = partOf(`study=${encodeURIComponent(at(0.8).name)}`);
  expect(part?.count).toBe(5);
  for (const discount of [0.5, 0.8, 0.95])
    expect(part?.panels).toContain(`total, objective.discount ${discount}: `);
  expect(partOf("study=elsewhere")).toBeUndefined();
});
