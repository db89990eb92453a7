import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type CompareArguments, printComparison } from "../../src/cli/print-comparison.ts";
import { readComparisons } from "../../src/cli/read-comparisons.ts";
import { UsageError } from "../../src/errors/usage-error.ts";
import { meanVector, squaredDistances } from "../../src/linear-algebra/vectors.ts";
import { scoresByCell } from "../../src/report/score-cells.ts";
import { seedsText } from "../../src/report/text/seeds-text.ts";
import { squaredBias } from "../../src/statistics/bias/bias.ts";
import { studentQuantile } from "../../src/statistics/distributions/student.ts";
import { normRatio } from "../../src/statistics/norm-ratio.ts";
import { pairwiseCosine } from "../../src/statistics/pairwise-cosine.ts";
import { skewedMean } from "../../src/statistics/resampling/skewed-mean.ts";
import { contributions } from "../../src/statistics/total-variance.ts";
import { proportionInterval } from "../../src/statistics/wilson.ts";
import { gradientReader } from "../../src/store/cell-gradients.ts";
import { openReader } from "../../src/store/open.ts";
import { trueslopeHere } from "../export/command-line.ts";
import { database, study } from "../report/database.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study as smallStudy } from "./study.ts";

type Row = Record<string, number> &
  Record<"metric" | "name" | "agent" | "baseline" | "kind" | "over" | "better", string>;

const folder = temporaryFolder();
const db = join(folder, "compare.db");
const single = join(folder, "single.db");
const dense = join(folder, "dense.db"); // one seed, with rewards in most estimates
const two = join(folder, "two.db"); // two seeds of the same

/** All rows of a query. */
const sql = (query: string, path = db): Row[] => {
  const reader = openReader(path);
  try {
    return reader.prepare<[], Row>(query).all();
  } finally {
    reader.close();
  }
};

const compare = async (path: string, ...args: string[]): Promise<Row[]> =>
  JSON.parse((await trueslopeHere("compare", path, "--json", ...args)).stdout);

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** x̄ ± t s/√n of some values. */
const student = (values: readonly number[]) => {
  const [n, center] = [values.length, mean(values)];
  const square = values.reduce((sum, x) => sum + (x - center) ** 2, 0) / (n - 1);
  const margin = studentQuantile(0.975, n - 1) * Math.sqrt(square / n);
  return { low: center - margin, high: center + margin };
};

beforeAll(() => {
  database(folder, "compare.db", [study({ seeds: "0..5" })]);
  database(folder, "single.db", [study({ seeds: [3] })]);
  const probe = { ...smallStudy().probe, every: 4, batchSizes: [32], replicates: 60 };
  database(folder, "dense.db", [study({ seeds: [3], probe })]);
  database(folder, "two.db", [study({ seeds: [3, 4], probe })]);
});

describe("compare", () => {
  test("compares agents by what they learned, with Student's intervals for the mean and the paired difference", async () => {
    const rows = await compare(db, "--baseline", "reinforce");
    expect(rows.map(({ name, metric, kind, over }) => [name, metric, kind, over])).toEqual([
      ["reinforce", "exact_return", "agent", "seeds"],
      ["actor-critic", "exact_return", "agent", "seeds"],
      ["reinforce", "episode_return", "agent", "seeds"],
      ["actor-critic", "episode_return", "agent", "seeds"],
    ]);
    const [one, other] = ["reinforce", "actor-critic"].map((agent) =>
      sql(`SELECT exact_return FROM agent_final WHERE agent = '${agent}' ORDER BY seed`).map(
        (row) => row.exact_return,
      ),
    );
    const expected = student(one);
    expect(rows[0].mean).toBeCloseTo(mean(one), 13);
    expect(rows[0].mean_low).toBeCloseTo(expected.low, 13);
    expect(rows[0].mean_high).toBeCloseTo(expected.high, 13);
    expect(rows[0]).toMatchObject({ seeds: 6, mean_difference: null, probability_of_improvement_low: null });
    const difference = student(other.map((x, i) => x - one[i]));
    expect(rows[1].mean_difference).toBeCloseTo(mean(other) - mean(one), 13);
    expect(rows[1].mean_difference_low).toBeCloseTo(difference.low, 12);
    expect(rows[1].mean_difference_high).toBeCloseTo(difference.high, 12);
    for (const figure of ["median", "iqm", "probability_of_improvement"]) {
      expect(rows[1][`${figure}_low`], figure).toBeLessThanOrEqual(rows[1][figure]);
      expect(rows[1][`${figure}_high`], figure).toBeGreaterThan(rows[1][`${figure}_low`]);
      expect(rows[1][`${figure}_high`], figure).toBeGreaterThanOrEqual(rows[1][figure]);
    }
  });

  test("prints figures of the views, the same ones every time", async () => {
    const args = ["--baseline", "total", "--iteration", "0", "--agent", "reinforce"];
    const rows = await compare(db, ...args);
    expect(await compare(db, ...args)).toEqual(rows);
    expect(rows.map(({ batch_size, metric, name }) => `${metric} ${batch_size} ${name}`)).toEqual(
      ["mean_cosine", "total_variance", "squared_bias"].flatMap((metric) =>
        // at batch size 1 all estimates are zero, and point nowhere
        (metric === "mean_cosine" ? [4] : [1, 4]).flatMap((batch) =>
          ["agent", "total"].map((name) => `${metric} ${batch} ${name}`),
        ),
      ),
    );
    const views = sql(
      "SELECT s.*, p.mean_difference, p.probability_of_improvement FROM score_over_seeds AS s LEFT JOIN paired_difference AS p ON " +
        "p.agent = s.agent AND p.iteration = s.iteration AND p.batch_size = s.batch_size AND p.metric = s.metric AND p.name = s.name " +
        "AND p.baseline = 'total' WHERE s.agent = 'reinforce' AND s.iteration = 0",
    );
    for (const row of rows) {
      const [view] = views.filter(
        ({ metric, name, batch_size }) =>
          metric === row.metric && name === row.name && batch_size === row.batch_size,
      );
      for (const figure of ["mean", "median", "iqm", "mean_difference", "probability_of_improvement"])
        expect(row[figure], figure).toBeCloseTo(view[figure], 12);
    }
  });

  test("prints a table for each probe and metric, and what the columns mean", async () => {
    const { stdout, code } = await trueslopeHere("compare", db, "--baseline", "total", "--metric", "mse");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^small, agent reinforce, iteration 4: mse \(lower is better\), 6 seeds$/m);
    expect(stdout).toMatch(/^small, agent actor-critic, iteration 4: /m);
    expect(stdout).toMatch(
      /^batch +estimator +not zero +mean \[95 %\] +median \[95 %\] +IQM \[95 %\] +minus total \[95 %\] +P\(better than total\)$/m,
    );
    expect(stdout).toMatch(/^ +4 +agent +\d+ of 120 +-?\d\S* \[\S+, \S+\]/m);
    expect(stdout).toContain("Differences are paired");
    expect(stdout).toContain(
      `npx trueslope sql ${db} "SELECT * FROM paired_difference WHERE baseline = 'total'`,
    );
  });

  test("counts the seeds in each mean: those with an estimate that is not zero, and says which are not", async () => {
    const seen = sql(
      "SELECT agent, estimator AS name, batch_size, seed, nonzero FROM estimator_summary WHERE iteration = 4",
    );
    const args = ["--baseline", "total", "--metric", "mean_cosine"];
    const rows = await compare(db, ...args);
    const { stdout } = await trueslopeHere("compare", db, ...args);
    for (const agent of ["reinforce", "actor-critic"]) {
      for (const batch of [1, 4]) {
        const own = rows.filter((row) => row.agent === agent && row.batch_size === batch);
        const counts = own.map(({ name }) => {
          const seeds = seen.filter(
            (row) => row.agent === agent && row.name === name && row.batch_size === batch,
          );
          expect(seeds).toHaveLength(6);
          const zero = seeds.filter(({ nonzero }) => nonzero === 0).map(({ seed }) => seed);
          if (zero.length > 0)
            expect(stdout).toMatch(
              new RegExp(`${seedsText(zero)} at batch size ${batch} of [^;.]*\\b${name}\\b`),
            );
          return 6 - zero.length;
        });
        expect(own.map(({ seeds }) => seeds)).toEqual(counts);
        const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
        const title = `${fewest < most ? `${fewest} to ` : ""}${most} ${most === 1 ? "seed" : "seeds"}`;
        expect(stdout).toContain(
          `small, agent ${agent}, iteration 4: mean_cosine (higher is better), ${title.replace(/^1 seed$/, "one seed")}\n`,
        );
      }
    }
    const zeros = seen.filter(({ nonzero }) => nonzero === 0).length;
    expect(zeros).toBeGreaterThan(0);
    expect(stdout).toContain("in no mean of directions, the estimate is 0:");
  });

  const AT_ZERO = ["--agent", "actor-critic", "--batch-size", "32", "--iteration", "0"];
  const replicateScores = (path: string, metric: string, name: string) =>
    sql(
      `SELECT seed, value FROM replicate_score WHERE agent = 'actor-critic' AND batch_size = 32 AND iteration = 0 AND metric = '${metric}' AND name = '${name}' ORDER BY seed, replicate`,
      path,
    );

  test("takes the replicates of one seed as units, of which all estimators saw the same trajectories", async () => {
    const rows = await compare(dense, "--baseline", "agent", ...AT_ZERO);
    const [, total] = rows.filter(({ metric }) => metric === "total_variance");
    expect(total).toMatchObject({ over: "replicates", name: "total", seeds: 1, median_low: null });
    expect(total.nonzero).toBeLessThan(total.estimates);
    const [own, others] = ["total", "agent"].map((name) => replicateScores(dense, "total_variance", name));
    expect(own).toHaveLength(60);
    const { low, high } = skewedMean(Float64Array.from(own, ({ value }, i) => value - others[i].value));
    expect(total.mean_difference_low / low).toBeCloseTo(1, 10);
    expect(total.mean_difference_high / high).toBeCloseTo(1, 10);
    expect((await trueslopeHere("compare", dense, "--baseline", "agent")).stdout).toContain(
      "replicates of one seed",
    );
  });

  test("of replicates within several seeds takes the seeds as strata", async () => {
    const [agent] = await compare(
      ...[two, "--baseline", "agent", "--metric", "mse", "--over", "replicates"],
      ...AT_ZERO,
    );
    const values = Float64Array.from(replicateScores(two, "mse", "agent"), ({ value }) => value);
    const { low, high } = skewedMean(values, Int32Array.of(0, 60, 120));
    expect(agent.mean_low / low).toBeCloseTo(1, 10);
    expect(agent.mean_high / high).toBeCloseTo(1, 10);
  });

  test("has no interval of what was hardly seen, and says so", async () => {
    const [agent] = await compare(
      ...[single, "--baseline", "agent", "--metric", "mse", "--agent", "reinforce"],
      ...["--batch-size", "1", "--iteration", "0"],
    );
    expect(agent.nonzero).toBeLessThan(10);
    expect(agent).toMatchObject({ estimates: 20, mean_low: null, mean_high: null });
    const { stdout } = await trueslopeHere(
      "compare",
      single,
      "--baseline",
      "total",
      "--agent",
      "reinforce",
      "--iteration",
      "0",
    );
    expect(stdout).toMatch(/ of 20: (too few|rarer than 3\/20) /);
    expect(stdout).toContain("No interval is shown of fewer than 10 estimates that are not zero");
  });

  const cellOf = { study: "small", agent: "reinforce", iteration: 0, estimator: "total", batchSize: 32 };
  const gradientsOf = (path: string, seeds: readonly number[]) => {
    const reader = openReader(path);
    const read = gradientReader(reader);
    const cells = seeds.map((seed) => read({ ...cellOf, seed }));
    reader.close();
    return cells;
  };
  const ofCell = (rows: Row[], metric: string) =>
    rows.find((row) => row.metric === metric && row.agent === "reinforce" && row.batch_size === 32)!;

  test("within a probe has intervals of the gradients themselves, and the bias that would have been seen", async () => {
    const rows = (await compare(dense, "--baseline", "agent", "--iteration", "0")).filter(
      ({ name }) => name === "total",
    );
    const [{ vectors, count, truth }] = gradientsOf(dense, [3]);
    expect(count).toBe(60);
    const bias = squaredBias(vectors, count, truth!);
    const row = ofCell(rows, "squared_bias");
    expect(row.mean).toBeCloseTo(bias.estimate, 12);
    expect(row.mean_low).toBeCloseTo(bias.low, 12);
    expect(row.mean_high).toBeCloseTo(bias.high, 12);
    expect(row.detectable_bias).toBeCloseTo(bias.detectable, 12);
    expect(row.detectable_bias).toBeGreaterThan(0);
    expect(row).toMatchObject(
      sql(
        `SELECT turned_by, turned_by_low, turned_by_high, scaled_by, scaled_by_low, scaled_by_high, exact_turned_by, exact_scaled_by
        FROM estimator_over_seeds WHERE agent = 'reinforce' AND estimator = 'total' AND batch_size = 32 AND iteration = 0`,
        dense,
      )[0],
    );
    const ratio = normRatio(vectors, count, truth!);
    const cosine = ofCell(rows, "mean_cosine");
    expect(cosine.norm_ratio).toBeCloseTo(ratio.estimate, 12);
    expect(cosine.norm_ratio_low).toBeCloseTo(ratio.low, 12);
    expect(cosine.norm_ratio_high).toBeCloseTo(ratio.high, 12);
    const deviations = squaredDistances(vectors, count, meanVector(vectors, count));
    const variance = ofCell(rows, "total_variance");
    const expected = skewedMean(contributions(deviations));
    expect(variance.mean_low / expected.low).toBeCloseTo(1, 10);
    expect(variance.mean_high / expected.high).toBeCloseTo(1, 10);
    const pairs = ofCell(
      (await compare(dense, "--baseline", "total", "--metric", "pairwise_cosine", "--iteration", "0")).filter(
        ({ name }) => name === "total",
      ),
      "pairwise_cosine",
    );
    const pairwise = pairwiseCosine(vectors, count);
    expect(pairs.mean).toBeCloseTo(pairwise.estimate, 12);
    expect(pairs.mean_low).toBeCloseTo(pairwise.low, 12);
    expect(pairs.mean_high).toBeCloseTo(pairwise.high, 12);
    const { stdout } = await trueslopeHere("compare", dense, "--baseline", "agent", "--iteration", "0");
    expect(stdout).toMatch(/mean \[95 %\] +bias seen from +turned by +scaled by +minus agent/);
    expect(stdout).toMatch(/mean \[95 %\] +norm ratio \[95 %\] +minus agent/);
  });

  test("of replicates within several seeds averages the squared biases of the seeds", async () => {
    const args = ["--baseline", "agent", "--metric", "squared_bias", "--iteration", "0"];
    const row = ofCell(
      (await compare(two, ...args, "--over", "replicates")).filter(({ name }) => name === "total"),
      "squared_bias",
    );
    const biases = gradientsOf(two, [3, 4]).map(({ vectors, count, truth }) =>
      squaredBias(vectors, count, truth!),
    );
    expect(row.mean).toBeCloseTo(mean(biases.map(({ estimate }) => estimate)), 12);
    const pooled = Math.hypot(...biases.map(({ noise }) => noise)) / 2;
    expect(row.mean_low).toBeLessThan(row.mean);
    expect(row.detectable_bias ** 2).toBeGreaterThan(2 * pooled);
    expect(row.detectable_bias).toBeLessThan(Math.max(...biases.map(({ detectable }) => detectable)));
    const [other] = await compare(two, ...args);
    expect(other).toMatchObject({ over: "seeds", detectable_bias: null, norm_ratio: null });
  });

  test("--profile shows how many seeds of each agent end above a return", async () => {
    const rows: Row[] = JSON.parse((await trueslopeHere("compare", db, "--profile", "--json")).stdout);
    const finals = sql("SELECT agent, exact_return FROM agent_final");
    expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(["reinforce", "actor-critic"]));
    expect(rows.length).toBeGreaterThan(8);
    for (const { name, threshold, share, share_low, share_high, seeds, metric } of rows) {
      const above = finals.filter((row) => row.agent === name && row.exact_return > threshold).length;
      expect([metric, seeds, share]).toEqual(["exact_return", 6, above / 6]);
      const band = proportionInterval(above, 6);
      expect(share_low).toBeCloseTo(band.low, 12);
      expect(share_high).toBeCloseTo(band.high, 12);
    }
    const { stdout } = await trueslopeHere("compare", db, "--profile", "--metric", "mean_return");
    expect(stdout).toMatch(/^small, agents: share of seeds with a final mean_return above a threshold$/m);
    expect(stdout).toMatch(/^ *above +reinforce \(6\) \[95 %\] +actor-critic \(6\) \[95 %\]$/m);
    expect(stdout).toMatch(/^ +\d\S* +[01]\.\d+ \[[01]\.\d+, [01]\.\d+\] /m);
  });

  test.for<[string[], string]>([
    [
      ["--metric", "mse"],
      "--profile is of final returns, exact_return, mean_return, episode_return, not of mse",
    ],
    [["--study", "smal"], "has no study smal; did you mean small?"],
    [["--baseline", "total"], "--profile shows all agents: it takes no --baseline"],
    [["--batch-size", "4"], "--profile shows all agents: it takes no --batch-size"],
  ])("refuses --profile with %o", async ([args, message]) => {
    const { code, stdout, stderr } = await trueslopeHere("compare", db, "--profile", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("leaves intervals out that three seeds cannot give", async () => {
    const path = database(folder, "three.db", [study({ probe: undefined })]);
    const [row] = await compare(path, "--baseline", "reinforce", "--metric", "exact_return");
    expect(row).toMatchObject({ seeds: 3, median_low: null, iqm_high: null });
    expect(row.mean_high).toBeGreaterThan(row.mean);
    expect((await trueslopeHere("compare", path, "--baseline", "reinforce")).stdout).toContain(
      "take at least 5 seeds",
    );
  });

  test.for<[Partial<CompareArguments>, string]>([
    [{ baseline: "x" }, "has no agent or estimator x; it has reinforce, actor-critic, agent, total"],
    [{ metric: "mean-cosin" }, "no metric mean-cosin; did you mean mean_cosine?"],
    [{ metric: "bias" }, "no metric bias; there are exact_return, mean_return, episode_return, mean_cosine"],
    [
      { metric: "mean_return" },
      "mean_return compares agents, and total is an estimator: mean_cosine, corrected_cos",
    ],
    [
      { metric: "cosine_of_mean", over: "replicates" },
      "cosine_of_mean has no interval over replicates; --over replicates knows mean_cosine, total_variance, squ",
    ],
    [
      { baseline: "reinforce", over: "replicates" },
      "--over replicates compares estimators, and reinforce is an",
    ],
    [{ agent: "reinforces" }, "has no agent reinforces; did you mean reinforce?"],
    [{ study: "smal" }, "has no study smal; did you mean small?"],
    [{ metric: "mse", batchSize: 3 }, "holds no mse of total, batch size 3"],
  ])("refuses %o", ([given, message]) => {
    const refused = () => printComparison({ db, baseline: "total", ...given });
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(message);
  });

  test("ends with exit code 2 and one line where a name is misspelled", async () => {
    expect(await trueslopeHere("compare", db, "--baseline", "reinforc")).toEqual({
      code: 2,
      stdout: "",
      stderr: `${db} has no agent or estimator reinforc; did you mean reinforce?\n`,
    });
  });

  test("wants a baseline", async () => {
    expect(await trueslopeHere("compare", db)).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "compare needs --baseline, an agent or estimator; or --profile, of all agents; or --by, a key\n",
    });
  });
});

test("what is compared with one baseline does not read all pairs, and gives the numbers that the view of them has", () => {
  const reader = openReader(db);
  const pairs = reader
    .prepare<[], Row>(
      "SELECT * FROM paired_difference WHERE kind = 'estimator' AND baseline = 'agent' AND iteration = 4",
    )
    .all();
  // hides the view, whose cost is quadratic: whoever reads it fails
  reader.exec("CREATE TEMP VIEW paired_difference AS SELECT * FROM no_table");
  const found = readComparisons(reader, {
    ...{ baseline: "agent", metrics: ["mean_cosine", "mse"], iteration: null, batchSize: null, over: null },
    ...{ study: null, agent: null },
  });
  reader.close();
  const contenders = found.flatMap(({ metric, agent, batchSize, contenders }) =>
    contenders.filter(({ difference }) => difference).map((each) => ({ ...each, metric, agent, batchSize })),
  );
  expect(contenders).toHaveLength(8);
  for (const { metric, agent, batchSize, name, ...each } of contenders) {
    const pair = pairs.find(
      (row) =>
        row.metric === metric && row.agent === agent && row.batch_size === batchSize && row.name === name,
    )!;
    expect(each.pairs).toBe(pair.pairs);
    expect(each.difference!.estimate).toBeCloseTo(pair.mean_difference, 12);
    expect(each.improvement!.estimate).toBeCloseTo(pair.probability_of_improvement, 12);
  }
});

test("columns of cells ascend in seed and replicate, in whatever order rows come", () => {
  const cell = { study: "x", kind: "estimator", agent: "a", iteration: 0, batch_size: 1 } as const;
  const row = (seed: number, replicate: number, value: number) =>
    ({ ...cell, metric: "mse", better: "lower", name: "e", seed, replicate, value }) as const;
  const rows = [row(2, 0, 20), row(1, 1, 11), row(1, 0, 10), row(2, 3, 23)];
  const [{ values, seeds, replicates }] = scoresByCell(rows[Symbol.iterator]()).values();
  expect([[...values], [...seeds], [...replicates]]).toEqual([
    [10, 11, 20, 23],
    [1, 1, 2, 2],
    [0, 1, 0, 3],
  ]);
});
