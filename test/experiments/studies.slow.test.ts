import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { commandsOf, isShell } from "../docs/shell/commands.ts";
import type { MoreOptions } from "../docs/shell/exceptions.ts";
import { type Ended, runCommand } from "../docs/shell/run-command.ts";
import { workingFolder } from "../docs/shell/working-folder.ts";
import { snippetsOf } from "../docs/snippets.ts";
import {
  folders,
  foundIn,
  type PrintedTable,
  pathOf,
  studiesOf,
  tablesOf,
  textOf,
  withFound,
  withoutSamples,
} from "./folder.ts";

/**
 * Every study is run by the commands of its README, with few estimates, and what it prints is compared with its README but for the columns called
 * "sampled_…". STUDIES=full runs the whole studies and compares everything; STUDIES=write rewrites the READMEs.
 */
const mode = process.env.STUDIES ?? "small";

/** Columns in which the widest table has room: READMEs show tables, and not a line per value. */
const WIDE = 200;

const ONE_SEED = ["--seeds", "0"];
const FEW_REPLICATES = ["--set", "probe.replicates=2"];

/** What makes a small version of each study, by the folder, or the file in it; without a line one seed and few replicates. */
const small: Readonly<Record<string, readonly string[]>> = {
  "which-gradient": FEW_REPLICATES, // a row of each seed
  "equal-variance": ["--seeds", "0..3"],
  "gradient-quality": [
    ...[...ONE_SEED, "--set", "agents[0].batchSteps=64", "--set", "probe.streams=6"],
    ...["--set", "agents[0].update.epochs=1", "--set", "agents[0].update.minibatches=4"],
    ...["--set", "probe.pairs=[512,2048]", "--set", "probe.estimators[2].critic.pairs=1000"],
  ],
  "deep-agents": [
    ...[...ONE_SEED, "--set", "agents[0].steps=4096", "--set", "evaluate.every=100"],
    ...["--set", "evaluate.episodes=1"],
  ],
  "trust-region": [
    ...[
      ...ONE_SEED,
      ...["PPO", "PPO-M", "TRPO"].flatMap((agent) => ["--set", `agents.${agent}.batchSteps=64`]),
    ],
    ...["--set", "probe.diagnostics.trustRegion.heldOut=4"],
  ],
  landscapes: [
    ...["PPO", "TRPO"].flatMap((agent) => ["--set", `agents.${agent}.batchSteps=64`]),
    ...["--set", "probe.diagnostics.landscape.half=1", "--set", "probe.diagnostics.landscape.radius=1"],
    ...["--set", "probe.diagnostics.landscape.trajectories=2"],
  ],
  "implementation-matters": [
    ...[...ONE_SEED, "--set", "'environment={kind: pendulum}'", "--set", "objective.horizon=20"], // without an engine to be loaded 16 times
    ...["--set", "agents[0].batchSteps=64", "--set", "agents[0].steps=384"],
  ],
  "time-limit/pendulum.yaml": [
    ...[...ONE_SEED, "--set", "probe.streams=2", "--set", "probe.pairs=[64]", "--set", "evaluate.episodes=1"],
    ...[0, 1].flatMap((i) => [
      ...["--set", `agents[${i}].batchSteps=64`, "--set", `agents[${i}].update.epochs=1`],
      ...["--set", `agents[${i}].update.minibatches=4`, "--set", `probe.estimators[${i}].critic.pairs=200`],
    ]),
  ],
  "value-baselines/study.yaml": [
    ...[...ONE_SEED, "--set", "agents[0].batchSteps=64", "--set", "probe.streams=6"],
    ...["--set", "agents[0].update.epochs=1", "--set", "agents[0].update.minibatches=4"],
    ...["--set", "probe.pairs=[64,256]", "--set", "probe.estimators[1].critic.pairs=500"],
    ...["--set", "probe.diagnostics.values.trajectories=2"],
  ],
  "value-baselines/exact.yaml": [
    ...["--set", "agents[0].batchSteps=64", "--set", "agents[0].update.epochs=1"], // exact columns are of the other agent
    ...["--set", "agents[0].update.minibatches=1", "--set", "probe.streams=2", "--set", "probe.pairs=[200]"],
    ...[...FEW_REPLICATES, "--set", "probe.estimators[1].critic.pairs=500"],
    ...["--set", "probe.diagnostics.values.trajectories=4"],
  ],
  "alignment/study.yaml": FEW_REPLICATES, // exact columns are means over seeds
  alignment: [...FEW_REPLICATES, "--set", "probe.reference.relativeError=0.5"],
  "boosted-critic/exact.yaml": FEW_REPLICATES,
  "boosted-critic/frozen-lake.yaml": FEW_REPLICATES,
  "boosted-critic": [
    ...[...ONE_SEED, ...FEW_REPLICATES, "--set", "agents[0].iterations=2", "--set", "probe.at=[2]"],
    ...["--set", "probe.reference.relativeError=0.5", "--set", "probe.reference.trajectories=2048"],
  ],
};

const moreFor = (folder: string): MoreOptions =>
  Object.fromEntries(
    (mode === "small" ? studiesOf(folder) : []).map((file) => [
      `experiments/${folder}/${file}`,
      small[`${folder}/${file}`] ?? small[folder] ?? [...ONE_SEED, ...FEW_REPLICATES],
    ]),
  );

/** Runs the commands of a README as they stand, of which the last is its analysis. @returns what that prints */
const printedBy = async (folder: string): Promise<string> => {
  const place = workingFolder(moreFor(folder), WIDE);
  const commands = snippetsOf(textOf(folder, "README.md"))
    .filter(isShell)
    .flatMap(({ text }) => commandsOf(text));
  const runs = commands.filter((command) => command.startsWith("npx trueslope run "));
  expect(runs.map((command) => basename(command.split(" ")[3])).sort()).toEqual(studiesOf(folder).sort());
  let last: Ended | undefined;
  for (const command of commands) {
    last = await runCommand(command, place);
    expect(last).toMatchObject({ command, code: 0 });
  }
  return last?.stdout ?? "";
};

describe.each(folders)("the study %s", (folder) => {
  it("says what it asks, how it is run and what each query shows", () => {
    for (const study of studiesOf(folder)) expect(textOf(folder, study)).toMatch(/^# .*\?/);
    const readme = textOf(folder, "README.md");
    for (const part of ["Question", "Setup", "Expected", "Found", "Conclusion"])
      expect(readme).toContain(`\n## ${part}\n`);
    expect(readme).toMatch(/\d+ s(econds)? on two cores/);
    const queries = textOf(folder, "analysis.sql")
      .trim()
      .split(/;\n\n?/);
    expect(queries.length).toBeGreaterThan(1);
    for (const query of queries.filter((each) => each !== "")) expect(query).toMatch(/^-- \S/);
  });

  it("finds the numbers of its README", async () => {
    const printed = await printedBy(folder);
    const readme = textOf(folder, "README.md");
    if (mode === "write") writeFileSync(pathOf(folder, "README.md"), withFound(readme, printed));
    else if (mode === "full") expect(printed.trimEnd()).toBe(foundIn(readme).trimEnd());
    else expect(withoutSamples(tablesOf(printed))).toEqual(withoutSamples(tablesOf(foundIn(readme))));
  });
});

describe("the exact numbers in the READMEs", () => {
  const tables = (folder: string): PrintedTable[] => tablesOf(foundIn(textOf(folder, "README.md")));
  const column = ({ rows }: PrintedTable, name: string) => rows.map((row) => Number(row[name]));
  const rowOf = ({ rows }: PrintedTable, estimator: string) =>
    rows.find((row) => row.estimator === estimator)!;

  it("say that every baseline, critic and expectation takes variance away on the three-state chain", () => {
    const [truth, variances] = tables("three-state-chain");
    expect(truth.rows[0].exact_J).toBe("0.378734293448");
    expect(Object.fromEntries(variances.rows.map((row) => [row.estimator, row.exact_variance]))).toEqual({
      "total-return": "0.472406151783",
      "to-go": "0.316435385052",
      "to-go-no-discount": expect.any(String),
      "total-minus-mean": "0.215889634070",
      "to-go-value": "0.123578746512",
      "td-exact": "0.049983797943",
      "advantage-exact": "0.042788532235",
      "all-action": "0.022746740819",
    });
    expect(rowOf(variances, "to-go-no-discount").exact_bias).toBe("0.0421");
  });

  it("say that the direction without γᵗ is against both gradients", () => {
    const [means] = tables("which-gradient");
    expect(means.rows.map((row) => [row.estimator, row["exact_mean/p(1-p)"]])).toEqual([
      ["without-discount", "-0.5"],
      ["with-discount", "0.25"],
      ["of-undiscounted", "6.5"],
    ]);
  });

  it("say where the ratio estimator points", () => {
    const [cosines] = tables("ratio-estimator");
    const perStep = cosines.rows.filter((row) => row.estimator === "per-step");
    for (const [i, cosine] of [0.13, 0.54, 0.9].entries())
      expect(Math.abs(Number(perStep[i].exact_cosine) - cosine)).toBeLessThan(0.01);
  });

  it("say that a time limit, and a cut, matter less the further away they are", () => {
    const [limits, cuts] = tables("time-limit");
    const falling = (values: number[]) => expect(values).toEqual(values.toSorted((a, b) => b - a));
    falling(column(limits, "exact_longer"));
    falling(column(limits, "exact_mixed_bias"));
    falling(column(limits, "exact_angle").slice(1)); // that of 30 steps is the largest
    falling(column(cuts, "exact_angle"));
    expect(column(limits, "exact_angle").map(Math.round)).toEqual([21, 22, 6, 1]);
  });

  it("say which estimators of Bernoulli gradients are unbiased, and how noisy", () => {
    const [half, tenth, three] = tables("bernoulli");
    expect(rowOf(half, "score").exact_n_variance).toBe("0.01594");
    expect(Number(rowOf(half, "leave-one-out").exact_n_variance) / 2).toBeCloseTo(6.25e-4, 10);
    expect(rowOf(half, "straight-through")).toMatchObject({
      exact_mean: "0.025",
      exact_n_variance: "0.0625",
    });
    expect(Number(rowOf(tenth, "leave-one-out").exact_n_variance) / 2).toBeCloseTo(3.69e-4, 10);
    expect(rowOf(tenth, "straight-through").exact_mean).toBe("-0.063");
    expect(rowOf(three, "leave-one-out")).toMatchObject({
      exact_variance_2: "0.007275",
      exact_variance_4: "0.001987",
      exact_variance_8: "7.58e-4",
    });
  });

  it("say that the best λ of GAE grows with the batch", () => {
    const [curve, , best] = tables("gae-lambda");
    expect(best.rows.map((row) => row.exact_best_lambda)).toEqual(["0.4", "0.6", "0.8", "0.9", "0.95"]);
    const biases = column(curve, "exact_bias");
    expect(biases).toEqual(biases.toSorted((a, b) => b - a));
  });

  it("say that the two agents of equal variance have it", () => {
    const [variances] = tables("equal-variance");
    for (const row of variances.rows)
      expect(row).toMatchObject({ exact_variance: "0.725185", exact_variance_of_best: "0.058519" });
  });

  it("say that only RLOO has ∇J as its mean, and Dr. GRPO 15/16 of it", () => {
    const [means] = tables("group-estimators");
    const unbiased = means.rows.filter((row) => row.exact_relative_bias === "0");
    expect(unbiased.map((row) => row.estimator)).toEqual(["RLOO"]);
    expect(rowOf(means, "Dr. GRPO")).toMatchObject({ exact_cosine: "1", exact_norm_ratio: "0.9375" });
    expect(rowOf(means, "Dr. GRPO")).toMatchObject({ exact_scaled_by: "0.9375", exact_turned_by: "0" });
    expect(rowOf(means, "group std")).toMatchObject({ exact_scaled_by: "1.942", exact_turned_by: "8.103" });
    for (const name of ["group std", "GRPO", "DAPO"])
      expect(Number(rowOf(means, name).exact_cosine)).toBeLessThan(0.995);
  });

  it("say that frozen values leave the mean as it is, and those of the same batch do not", () => {
    const [frozen, , same] = tables("boosted-critic");
    const removed = (estimator: string) =>
      Number(frozen.rows.find(({ critic }) => critic === estimator)!.exact_removed);
    expect(new Set(column(frozen, "exact_relative_bias"))).toEqual(new Set([0]));
    expect(removed("exact")).toBeGreaterThan(removed("boosted"));
    expect(removed("boosted")).toBeGreaterThan(2 * removed("table"));
    expect(Math.abs(removed("boosted") - removed("bernoulli"))).toBeLessThan(0.001);
    for (const { estimator, exact_scaled_2 } of same.rows)
      if (estimator === "none" || estimator === "exact") expect(exact_scaled_2).toBe("1");
      else expect(Number(exact_scaled_2)).toBeLessThan(0.51);
  });

  it("say how estimates of the double integrator align, as a simulation apart from this one does", () => {
    const [first] = tables("alignment");
    for (const [estimator, expected] of [
      ["total", [-0.07, 0.18, 0.58, 0.89]],
      ["to-go minus b_t", [0.34, 0.71, 0.93, 0.991]],
    ] as const) {
      const row = rowOf(first, estimator); // of iteration 0
      for (const [i, cosine] of expected.entries())
        expect(Math.abs(Number(row[`sampled_cosine_${10 ** i}`]) - cosine)).toBeLessThan(0.02);
    }
  });

  it("say that Gaussian gradients have the variances of the formulas", () => {
    const [variances] = tables("gaussian-table");
    expect(variances.rows.map(({ estimator }) => estimator)).toHaveLength(5);
    for (const row of variances.rows)
      for (const delta of [0, 1, 2]) expect(row[`exact_delta_${delta}`]).toBe(row[`formula_${delta}`]);
    expect(column(variances, "exact_delta_1").slice(0, 4)).toEqual([30, 18, 14, 4]);
  });

  it("say how the norm grows with the dimension", () => {
    const [norms, , , offsets] = tables("norm-growth");
    expect(column(norms, "exact_score")).toEqual(column(norms, "formula"));
    expect(norms.rows.find(({ d }) => d === "10")).toMatchObject({ exact_score: "1978" });
    expect(column(offsets, "exact_variance")).toEqual(column(offsets, "formula"));
  });

  it("say that the best exploration noise lies inside, and is less for larger batches", () => {
    const [, , worth, best] = tables("exploration-noise");
    for (const name of ["exact_to_go", "exact_minus_b_t", "exact_minus_V"]) {
      const values = column(worth, name);
      const place = values.indexOf(Math.max(...values));
      expect(place).toBeGreaterThan(0);
      expect(place).toBeLessThan(values.length - 1);
    }
    for (const problem of [0, 1, 2, 3]) {
      const sigmas = column(best, `exact_best_${problem}`); // five batch sizes of each of three estimators
      for (const from of [0, 5, 10]) {
        const ofOne = sigmas.slice(from, from + 5);
        expect(ofOne).toEqual(ofOne.toSorted((a, b) => b - a));
      }
    }
  });

  it("say that a mask that keeps what has the largest Fisher information can miss the gradient", () => {
    const [biases, directions] = tables("gradient-transforms");
    for (const name of ["plain", "Fisher mask 4 of 6"]) expect(rowOf(biases, name).exact_bias_1).toBe("0");
    expect(Number(rowOf(directions, "Fisher mask 2 of 6").exact_cosine_1)).toBeLessThan(0.1);
    expect(Number(rowOf(directions, "sign").exact_cosine_1)).toBeLessThan(0.7);
  });
});
