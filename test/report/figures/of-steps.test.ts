import { beforeAll, expect, test } from "vitest";
import { findingText } from "../../../src/cli/finding-text.ts";
import { studySchema } from "../../../src/config/schema.ts";
import { readFinding } from "../../../src/report/finding/read-finding.ts";
import { learnedText } from "../../../src/report/finding/words.ts";
import { selections } from "../../../src/report/selection.ts";
import { meanInterval } from "../../../src/statistics/mean-interval.ts";
import { readSnapshot } from "../../../src/store/snapshot.ts";
import { database, scratch, study } from "../database.ts";
import { bandIn, drawn, rowsOf, symbolsIn } from "./drawn.ts";

const folder = scratch();

const ppo = {
  name: "ppo",
  update: { kind: "ppo", epochs: 2, minibatches: 2, clip: 0.2 },
  lanes: 2,
  batchSteps: 64,
  iterations: 6,
};
const cart = {
  name: "cart",
  environment: { kind: "cart-pole" },
  objective: { discount: 0.9, horizon: 40 },
  policy: { kind: "perceptron", widths: [4] },
  agents: [ppo, { ...ppo, name: "a2c", update: { kind: "a2c" }, batchSteps: 20, iterations: 19 }],
  evaluate: { every: 2, episodes: 3, deterministic: true },
  seeds: [0, 1, 2],
};
let db: string;
beforeAll(() => {
  db = database(folder, "cart.db", [studySchema.parse(cart)]);
});

test("episodes without discount are drawn first where batches are of steps, against environment steps", () => {
  const { panels, findings, rows } = drawn(db, "learning");
  expect(panels.map(({ title }) => title)).toEqual(["Episode return, without discount", "Sampled return"]);
  expect(findings).toEqual([
    expect.stringMatching(/^ppo: the episode return goes from [\d.]+ to [\d.]+\.$/),
    expect.stringMatching(/^a2c: the episode return goes/),
  ]);
  expect(symbolsIn(panels[0], "a0")[0].x).toBeCloseTo(384, 6);
  expect(rows.find(({ agent }) => agent === "a2c")!.episode_return_seeds).toBeLessThan(3); // no episode has ended yet
  expect(symbolsIn(panels[0], "a1")[0].x).toBeCloseTo(380, 6);
  const last = rows.findLast(({ agent }) => agent === "ppo")!;
  const [{ mean }] = rowsOf(db, "SELECT avg(episode_return) AS mean FROM agent_final WHERE agent = 'ppo'");
  expect(last.episode_return).toBeCloseTo(Number(mean), 12);
  expect(drawn(db, "final").panels.map(({ title }) => title)).toEqual([
    "Episode return, without discount",
    "Sampled return",
  ]);
});

test("J is drawn first where it is known, whatever batches are of; alignment is drawn against steps too", () => {
  const exact = database(folder, "exact.db", [
    studySchema.parse({
      ...cart,
      environment: { kind: "linear-quadratic", preset: "double-integrator" },
      policy: { kind: "linear-gaussian", deviation: 0.1, initial: [-0.2, -0.5] },
      agents: [ppo],
      probe: { every: 3, batchSizes: [1, 2, 8], replicates: 4 },
    }),
  ]);
  const { panels, rows } = drawn(exact, "training");
  expect(symbolsIn(panels[0], "a0").map(({ x }) => Math.round(x))).toEqual([0, 192, 384]);
  expect(panels[0].description).toContain("against environment steps");
  expect(rows.map(({ own_size, batch_size, seeds }) => [own_size, batch_size, seeds])).toEqual(
    Array(3).fill([2, 2, 3]), // 64 steps, of 40 each
  );
  expect(drawn(exact, "learning").panels[0].title).toBe("Exact return J(θ)");
  expect(drawn(exact, "learning").findings[0]).toMatch(/^ppo: J\(θ\) goes/);
});

test("evaluations have a figure: their means over the seeds, with Student's band", () => {
  const { panels, findings, rows } = drawn(db, "evaluation");
  expect(panels.map(({ title, note }) => [title, note])).toEqual([
    ["Return of evaluations, without discount", "3 episodes of the most likely actions a seed"],
  ]);
  const values = rowsOf(
    db,
    "SELECT episode_return FROM evaluation_curve WHERE agent = 'ppo' AND iteration = 6",
  ).map((row) => Number(row.episode_return));
  const { estimate, low, high } = meanInterval(Float64Array.from(values));
  const last = rows.findLast(({ agent }) => agent === "ppo")!;
  expect(last).toMatchObject({ env_steps: 384, evaluated_seeds: 3 });
  expect(last.evaluated).toBeCloseTo(estimate, 12);
  expect(symbolsIn(panels[0], "a0")).toHaveLength(1);
  const domain = bandIn(panels[0], "a0");
  const within = (end: number) => Math.min(Math.max(end, Math.min(...domain)), Math.max(...domain)) - end;
  expect(high - low).toBeGreaterThan(0);
  if (within(high) === 0) expect(Math.min(...domain.map((y) => Math.abs(y - high)))).toBeLessThan(0.05);
  expect(findings[0]).toMatch(/^ppo: evaluations return [\d.]+ at first and [\d.]+ at the end/);
});

test("updates of minibatches have a small panel for each of their figures", () => {
  const { panels, rows, legend } = drawn(db, "updates");
  expect(panels.map(({ title, width }) => [title, width])).toEqual(
    [
      "Entropy of the policy",
      "KL(before‖now)",
      "Clipped ratios",
      "Loss of the values",
      "Explained variance",
    ].map((title) => [title, 220]),
  );
  expect(legend.map(({ name }) => name)).toEqual(["ppo", "a2c"]);
  const [{ mean }] = rowsOf(
    db,
    "SELECT avg(entropy) AS mean FROM learning_curve WHERE agent = 'ppo' AND iteration = 0",
  );
  expect(rows.find(({ agent, bin }) => agent === "ppo" && bin === 0)!.entropy).toBeCloseTo(Number(mean), 12);
  expect(panels[0].description).toMatch(
    /^Entropy of the policy against environment steps\. ppo from 0\.6\d+ to/,
  );
});

test("neither appears of agents that ascend, without evaluations", () => {
  const plain = database(folder, "plain.db", [study({ seeds: [0] })]);
  for (const name of ["evaluation", "updates"]) expect(drawn(plain, name).panels).toEqual([]);
});

test("what was learned is told by steps and episodes, and with it the evaluation of the last θ", () => {
  const finding = readSnapshot(db, (query) => readFinding(query, selections(query)[0]));
  expect(finding.probe).toBe(undefined);
  expect(finding.sentences[0]).toMatch(/^After 380 to 384 steps .*episode return/);
  const values = rowsOf(
    db,
    "SELECT agent, episode_return FROM evaluation_curve WHERE (agent, iteration) IN (('ppo', 6), ('a2c', 19))",
  );
  const told = ["ppo", "a2c"].map((name) => {
    const own = values.filter(({ agent }) => agent === name).map((row) => Number(row.episode_return));
    return `${name} ${learnedText(meanInterval(Float64Array.from(own)))}`;
  });
  expect(finding.sentences[1]).toMatch(
    /^Evaluated with the most likely of their actions, 3 episodes a seed: /,
  );
  for (const each of told) expect(finding.sentences[1]).toContain(each);
  const text = findingText(finding, 200);
  expect(text).toMatch(/^After 380 to 384 steps the seeds .*\(episode return, 95 % over 3 seeds\):\n/);
  expect(text).toContain(finding.sentences[1]);
});

test("of one agent there is a sentence, and one for its evaluation", () => {
  const alone = database(folder, "alone.db", [
    studySchema.parse({ ...cart, agents: [ppo], evaluate: { episodes: 1 }, seeds: [0] }),
  ]);
  const { sentences } = readSnapshot(alone, (query) => readFinding(query, selections(query)[0]));
  expect(sentences).toEqual([
    expect.stringMatching(/^After 384 steps the episode return of ppo is [\d.]+; it began at [\d.]+\.$/),
    expect.stringMatching(
      /^Evaluated with actions as its policy draws them, 1 episode a seed: ppo [\d.]+\.$/,
    ),
  ]);
});
