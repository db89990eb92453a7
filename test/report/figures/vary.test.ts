import { parseHTML } from "linkedom";
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
  expect(findings[0]).toMatch(/^Best aligned is \S+ at objective.discount 0\.\d+, at θ of \S+ \(/);
  const returns = rows.filter(({ learned }) => learned !== null);
  const [best] = returns.sort((a, b) => Number(b.learned) - Number(a.learned));
  expect(findings[1]).toContain(
    `Most is learned by ${best.agent} at objective.discount ${best["objective.discount"]} (`,
  );
  const heights = panels.slice(0, 2).map(({ scale }) => scale("y")?.invert?.(100)); // the same axis in both
  expect(heights[0]).toBe(heights[1]);
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
  const { document } = parseHTML(page);
  expect(document.querySelector(".question").textContent).toMatch(/^4 studies: /); // one of which differs in more
  const [first] = document.querySelectorAll("section.study");
  expect(first.querySelector(".result").textContent).toBe(drawn(path, "vary").findings[0]);
  expect(first.querySelector("#x0-vary")).not.toBeNull();
  const family = database(folder, "family.db", [at(0.5, 3), at(0.8, 3)]);
  expect(readSnapshot(family, (query) => reportPage(query, "family.db"))).toContain(
    "2 studies that differ in objective.discount.",
  );
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

test("an agent that has not the key is left out, and does not keep it from being the axis", () => {
  const [reinforce, critic] = study().agents;
  const lambda = (value: number) =>
    study({
      ...{ name: `lambda ${value}`, environment, seeds: [0], probe: undefined },
      agents: [reinforce, { ...critic, estimator: { ...critic.estimator, lambda: value } }],
    });
  const { panels, legend, findings } = drawn(
    database(folder, "lambda.db", [lambda(0), lambda(0.5), lambda(1)]),
    "vary",
  );
  expect(panels.map(({ title }) => title)).toEqual(["Return of the last θ"]);
  expect(legend.map(({ name }) => name)).toEqual(["actor-critic"]);
  expect(findings[0]).toMatch(/^Most is learned by actor-critic at agent.estimator.lambda (0|0.5|1) \(/);
});

test("more lines than can be told apart have a small panel each; those that agree are one", () => {
  const estimators = [1, 2, 3, 4, 5, 6].map((i) => ({
    ...{ name: `e${i}`, kind: "actor-critic", advantage: "gae", lambda: i / 8, critic: { kind: "exact" } },
  }));
  const twin = { ...estimators[0], name: "twin" };
  const many = (discount: number) =>
    study({
      ...{ name: `many ${discount}`, environment, seeds: [0], objective: { discount, horizon: 9 } },
      agents: [{ ...study().agents[0], iterations: 0 }],
      probe: { batchSizes: [2], replicates: 5, estimators: [...estimators, twin] },
    });
  const { panels } = drawn(database(folder, "many.db", [many(0.5), many(0.9)]), "vary");
  expect(panels.map(({ title, width }) => [title, width]).slice(0, 7)).toEqual(
    ["agent", "e1, twin", "e2", "e3", "e4", "e5", "e6"].map((name) => [name, 220]),
  );
});
