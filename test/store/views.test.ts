import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { ForecastEvent } from "../../src/probe/events.ts";
import { batchWords } from "../../src/report/text/batch-words.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import * as cells from "./cells.ts";
import { dot, mean, meanVector, minus, norm, unit } from "./cells.ts";

type Row = Record<string, number | string | null>;

const alter = (path: string, sql: string): void => {
  const db = new Database(path);
  db.exec(sql);
  db.close();
};

/** The row of the view for one cell of gradients. @param noise why the truth is none */
function summarize(gradients: number[][], truth: number[] | null, noise: string | null = null): Row {
  const path = temporaryFile();
  const store = openStore(path, "0.1.0");
  const [run] = store.register("x", [cells.planned()]);
  store.record(run.runId, [cells.probe(truth, 3), cells.estimates(gradients, truth)]);
  store.close();
  if (noise !== null) alter(path, `UPDATE truth SET noise = '${noise}'`);
  const db = openReader(path);
  const rows = db.prepare<[], Row>("SELECT * FROM estimator_summary").all();
  db.close();
  expect(rows).toHaveLength(1);
  return rows[0];
}

/** The same numbers, slowly, from the vectors themselves. */
function slowSummary(gs: number[][], G: number[]): Row {
  const center = meanVector(gs);
  const variance = gs.reduce((sum, g) => sum + norm(minus(g, center)) ** 2, 0) / (gs.length - 1);
  const cosines = gs.map((g) => dot(unit(g), unit(G)));
  const deviations = cosines.map((c) => (c - mean(cosines)) ** 2);
  const pairs = gs.flatMap((a, i) => gs.filter((_, j) => j !== i).map((b) => dot(unit(a), unit(b))));
  return {
    truth_norm: norm(G),
    mean_norm: mean(gs.map(norm)),
    norm_ratio: norm(center) / norm(G),
    bias_norm: norm(minus(center, G)),
    total_variance: variance,
    mse: mean(gs.map((g) => norm(minus(g, G)) ** 2)),
    snr: norm(G) ** 2 / variance,
    mean_cosine: mean(cosines),
    mean_cosine_se: Math.sqrt(mean(deviations) / (gs.length - 1)),
    cosine_of_mean: dot(unit(center), unit(G)),
    pairwise_cosine: mean(pairs),
    bias_noise: Math.sqrt(variance / gs.length),
  };
}

function expectClose(row: Row, expected: Row): void {
  for (const [column, value] of Object.entries(expected)) {
    if (typeof value === "number") expect(row[column], column).toBeCloseTo(value, 11);
    else expect(row[column], column).toBe(value);
  }
}

const truth = [1, 0.5, -2];
const gradients = cells.vectors(40, 3);
const zero = [0, 0, 0];
const bad = [Number.NaN, 1, Number.POSITIVE_INFINITY];

describe("estimator_summary", () => {
  it("has the documented columns in order", () => {
    const columns =
      "study, agent, seed, environment, iteration, estimator, state_weight, batch_size, replicates, " +
      "env_steps, truth_norm, mean_norm, norm_ratio, bias_norm, total_variance, mse, snr, mean_cosine, " +
      "mean_cosine_se, cosine_of_mean, pairwise_cosine, exact_bias_norm, exact_total_variance, bias_noise, " +
      "non_finite, noise_scale, truth_method, truth_standard_error, corrected_cosine, corrected_cosine_low, " +
      "corrected_cosine_high, nonzero, truth_noise, no_alignment, squared_bias, squared_bias_low, squared_bias_high, " +
      "turned_by, turned_by_low, turned_by_high, scaled_by, scaled_by_low, scaled_by_high, exact_turned_by, " +
      "exact_scaled_by, truth_rounding";
    expect(Object.keys(summarize(gradients, truth)).join(", ")).toBe(columns);
  });

  it("equals the definitions, computed from the vectors", () => {
    const row = summarize(gradients, truth);
    expectClose(row, slowSummary(gradients, truth));
    expect(row).toMatchObject({
      study: "x",
      agent: "a",
      seed: 0,
      environment: "corridor",
      iteration: 0,
    });
    expect(row).toMatchObject({
      estimator: "to-go",
      state_weight: "discounted",
      batch_size: 8,
      non_finite: 0,
    });
    expect(row).toMatchObject({ replicates: 40, env_steps: 29.5, exact_bias_norm: null });
  });

  it("counts non-finite estimates and leaves them out", () => {
    const row = summarize([bad, ...gradients, bad], truth);
    expectClose(row, slowSummary(gradients, truth));
    expect(row).toMatchObject({ replicates: 42, non_finite: 2 });
  });

  it("takes the cosine of a zero estimate as 0", () => {
    const some = [zero, ...gradients.slice(0, 5), zero];
    expectClose(summarize(some, truth), slowSummary(some, truth));
  });

  it("counts the finite estimates that are not zero", () => {
    expect(summarize([zero, bad, ...gradients.slice(0, 5), zero], truth).nonzero).toBe(5);
    expect(summarize([zero, zero], truth).nonzero).toBe(0);
    expect(summarize([bad], truth).nonzero).toBe(0);
  });

  it("leaves the statistics of spread NULL for a single estimate", () => {
    const row = summarize([gradients[0]], truth);
    const undefinedColumns = ["total_variance", "snr", "mean_cosine_se", "pairwise_cosine", "bias_noise"];
    for (const column of undefinedColumns) expect(row[column], column).toBeNull();
    const { bias_norm, cosine_of_mean, mse, norm_ratio } = slowSummary([gradients[0]], truth);
    expectClose(row, {
      bias_norm: bias_norm!,
      cosine_of_mean: cosine_of_mean!,
      mse: mse!,
      norm_ratio: norm_ratio!,
    });
  });

  it("leaves what a zero truth does not define NULL", () => {
    const row = summarize(gradients, zero);
    for (const column of ["norm_ratio", "mean_cosine", "mean_cosine_se", "cosine_of_mean"])
      expect(row[column], column).toBeNull();
    const { bias_norm, total_variance, pairwise_cosine } = slowSummary(gradients, zero);
    expectClose(row, {
      bias_norm: bias_norm!,
      total_variance: total_variance!,
      pairwise_cosine: pairwise_cosine!,
    });
    expect(row).toMatchObject({ truth_norm: 0, snr: null, truth_noise: "∇J is 0", no_alignment: "∇J is 0" });
  });

  it("compares no direction and no norm with a truth that is noise, whatever was stored, and says why", () => {
    const why = "reference is noise: ‖Ĝ‖ = 3.8e-15 ± 1e-14";
    const row = summarize(gradients, truth, why);
    expect(row).toMatchObject({ truth_noise: why, no_alignment: why });
    const columns = ["norm_ratio", "mean_cosine", "mean_cosine_se", "cosine_of_mean", "snr", "noise_scale"];
    for (const column of columns) {
      expect(row[column], column).toBeNull();
      expect(summarize(gradients, truth)[column], column).not.toBeNull();
    }
    expect(row.bias_norm).toBe(summarize(gradients, truth).bias_norm);
  });

  it("leaves every comparison with an unknown truth NULL", () => {
    const row = summarize(gradients, null);
    const comparisons = [
      "truth_norm",
      "norm_ratio",
      "bias_norm",
      "mse",
      "snr",
      "mean_cosine",
      "cosine_of_mean",
    ];
    for (const column of comparisons) expect(row[column], column).toBeNull();
    const { mean_norm, total_variance, pairwise_cosine } = slowSummary(gradients, truth);
    expectClose(row, {
      mean_norm: mean_norm!,
      total_variance: total_variance!,
      pairwise_cosine: pairwise_cosine!,
    });
  });

  it("survives cells of equal, of zero and of non-finite estimates only", () => {
    const same = summarize([truth, truth, truth], truth);
    expectClose(same, { bias_norm: 0, total_variance: 0, snr: null, mean_cosine: 1, mean_cosine_se: 0 });
    expectClose(same, { norm_ratio: 1, cosine_of_mean: 1, pairwise_cosine: 1 });
    const zeros = summarize([zero, zero], truth);
    expect(zeros).toMatchObject({
      mean_norm: 0,
      norm_ratio: 0,
      nonzero: 0,
      no_alignment: "the estimate is 0",
    });
    for (const column of ["mean_cosine", "mean_cosine_se", "cosine_of_mean", "pairwise_cosine"])
      expect(zeros[column], column).toBeNull();
    const none = summarize([bad, bad], truth);
    expect(none).toMatchObject({ replicates: 2, non_finite: 2, mean_norm: null, bias_norm: null, mse: null });
    expect(none).toMatchObject({ total_variance: null, cosine_of_mean: null, pairwise_cosine: null });
  });
});

describe("exact figures", () => {
  it("stand beside the sampled ones of the same probe, estimator and batch size only", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [run, other] = store.register("x", [cells.planned(), cells.planned({ seed: 1 })]);
    const sampled = cells.estimates(gradients, truth);
    const moments = [
      cells.moments(),
      cells.moments({ batchSize: 4, totalVariance: 1 }),
      cells.moments({ estimator: "b", totalVariance: 7 }),
    ];
    store.record(run.runId, [cells.probe(truth), ...moments, sampled, { ...sampled, batchSize: 2 }]);
    store.record(other.runId, [cells.probe(truth), sampled]);
    store.close();
    const db = openReader(path);
    const columns = "seed, batch_size, exact_bias_norm, exact_total_variance, replicates";
    expect(db.prepare(`SELECT ${columns} FROM estimator_summary ORDER BY 1, 2`).raw().all()).toEqual([
      [0, 2, null, null, 40],
      [0, 8, 0.25, 0.5, 40],
      [1, 8, null, null, 40],
    ]);
    db.close();
  });
});

describe("batch_for_alignment", () => {
  const reached: ForecastEvent = {
    type: "forecast",
    iteration: 0,
    estimator: "to-go",
    verdict: "reached",
    trajectories: { value: 66.2, low: 62.8, high: 70.1 },
    limit: { value: 1, low: 1, high: 1 },
    noiseToSignal: 24,
    source: "exact",
    method: "resampled",
    from: 8,
    to: 64,
    predictions: [
      { batchSize: 8, alignment: { value: 0.5, low: 0.4, high: 0.6 }, agreement: 0.25 },
      { batchSize: 64, alignment: { value: 0.89, low: 0.88, high: 0.9 }, agreement: 0.8 },
    ],
  };
  const never: ForecastEvent = {
    type: "forecast",
    iteration: 0,
    estimator: "to-go",
    verdict: "never",
    limit: { value: 0.44, low: 0.4, high: 0.5 },
    source: "empirical",
    from: 8,
    to: 8,
    predictions: [],
  };
  const ask = (sql: string, ...seeds: (ForecastEvent | null)[]) => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const runs = store.register(
      "x",
      seeds.map((_, seed) => cells.planned({ seed })),
    );
    for (const [i, event] of seeds.entries())
      store.record(runs[i].runId, [cells.probe(truth), ...(event ? [event] : [])]);
    store.close();
    const db = openReader(path);
    const rows = db.prepare<[], Row>(sql).all();
    db.close();
    return rows;
  };

  it("shows a forecast, with whole trajectories and an interval that holds it", () => {
    const [row] = ask("SELECT * FROM batch_for_alignment", reached);
    expect(row).toMatchObject({ study: "x", agent: "a", seed: 0, iteration: 0, estimator: "to-go" });
    expect(row).toMatchObject({ trajectories: 67, low: 62, high: 71, verdict: "reached", limit_cosine: 1 });
    expect(row).toMatchObject({
      nsr: 24,
      source: "exact",
      method: "resampled",
      from_size: 8,
      batch_size: 64,
    });
    expect(row.note).toBeNull();
  });

  it("has no number where an alignment of 0.9 is never reached, and an open end where none is known", () => {
    expect(ask("SELECT * FROM batch_for_alignment", never)[0]).toMatchObject({
      ...{ trajectories: null, low: null, high: null, verdict: "never", limit_cosine: 0.44 },
      ...{ limit_low: 0.4, limit_high: 0.5, method: null },
    });
    const open = { ...reached, trajectories: { value: 0.2, low: 0.1, high: Number.POSITIVE_INFINITY } };
    expect(ask("SELECT * FROM batch_for_alignment", open)[0]).toMatchObject({
      ...{ trajectories: 1, low: 1, high: null },
    });
  });

  it("is unknown, with a reason, where there is no forecast", () => {
    expect(ask("SELECT verdict, trajectories, source, note FROM batch_for_alignment", null)).toEqual([
      { verdict: "unknown", trajectories: null, source: "empirical", note: "not measured" },
    ]);
  });

  it("keeps what was predicted of every batch size", () => {
    expect(
      ask("SELECT batch_size, alignment, low, high, agreement FROM predicted_alignment", reached),
    ).toEqual([
      { batch_size: 8, alignment: 0.5, low: 0.4, high: 0.6, agreement: 0.25 },
      { batch_size: 64, alignment: 0.89, low: 0.88, high: 0.9, agreement: 0.8 },
    ]);
  });

  it("counts over the seeds those that reach it, and those that never do", () => {
    const later = { ...reached, trajectories: { value: 99, low: 90, high: 120 } };
    const [row] = ask("SELECT * FROM batch_for_alignment_over_seeds", reached, never, never, later, null);
    expect(row).toMatchObject({ seeds: 5, reaching: 2, never: 2, trajectories: 83, low: 62, high: 120 });
    expect(row.source).toBe("empirical");
    expect(batchWords(row)).toBe("83 (62 to 120), 2 of 5 seeds");
    const words = (...seeds: (ForecastEvent | null)[]) =>
      batchWords(ask("SELECT * FROM batch_for_alignment_over_seeds", ...seeds)[0]);
    expect(words(reached, never, never, never, never)).toBe("67 (62 to 71), 1 of 5 seeds");
    expect(words(never, never)).toBe("never (limit 0.44)");
    expect(words(never, null)).toBe("never, 1 of 2 seeds");
    expect(words(null)).toBe("unknown");
    expect(words({ ...reached, method: "fitted" })).toBe("67 (62 to 71) from n = 8");
  });
});

describe("learning_curve", () => {
  it("lists the updates of a run", () => {
    const path = temporaryFile();
    const store = openStore(path, "0.1.0");
    const [run] = store.register("x", [cells.planned({ seed: 7 })]);
    const update = {
      type: "iteration",
      envSteps: 90,
      meanReturn: 0.25,
      episodeReturn: 0.5,
      episodeLength: 9,
      exactReturn: null,
      ...{ episodes: 10, returnMin: -1, returnMax: 2 },
    } as const;
    const figures = {
      ...{
        entropy: 0.5,
        kl: 0.01,
        clipFraction: 0.1,
        valueLoss: 3,
        explainedVariance: 0.9,
        learningRate: 0.001,
      },
    };
    store.record(run.runId, { ...update, iteration: 0, gradientNorm: 2, figures });
    store.record(run.runId, {
      ...update,
      iteration: 1,
      gradientNorm: Number.POSITIVE_INFINITY,
      figures: null,
    });
    store.close();
    const db = openReader(path);
    const columns = {
      study: "x",
      agent: "a",
      seed: 7,
      env_steps: 90,
      mean_return: 0.25,
      exact_return: null,
      episode_return: 0.5,
      episode_length: 9,
      exact_finite: null,
      ...{ episodes: 10, episode_return_min: -1, episode_return_max: 2 },
    };
    const told = { entropy: 0.5, kl: 0.01, clip_fraction: 0.1, value_loss: 3, explained_variance: 0.9 };
    const untold = {
      entropy: null,
      kl: null,
      clip_fraction: null,
      value_loss: null,
      explained_variance: null,
    };
    expect(db.prepare("SELECT * FROM learning_curve ORDER BY iteration").all()).toEqual([
      { ...columns, ...told, learning_rate: 0.001, iteration: 0, gradient_norm: 2 },
      { ...columns, ...untold, learning_rate: null, iteration: 1, gradient_norm: null },
    ]);
    expect(db.prepare("SELECT finite FROM iteration ORDER BY iteration").pluck().all()).toEqual([1, 0]);
    db.close();
  });
});
