import type Database from "better-sqlite3";
import { finiteEstimates } from "../diagnostics/finite-estimates.ts";
import { norm } from "../linear-algebra/norm.ts";
import { compareCell } from "../probe/cell.ts";
import { cellSums } from "../probe/cell-sums.ts";
import type { Objective } from "../problem/objective.ts";
import { PARTS, type Reference } from "../reference/average.ts";
import { cellBias } from "../statistics/bias/cell-bias.ts";
import { withoutInterval } from "../statistics/interval.ts";
import { alignmentToReference } from "../statistics/noisy-reference.ts";
import { truthNoise } from "../truth/noise.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
import { cellReader, joined } from "./cell-rows.ts";
import { biasRecorder } from "./record/record-bias.ts";
import { cellRecorder } from "./record/record-cell.ts";
import { referenceForecaster } from "./reference-forecast.ts";
import { fromBlob, toBlob } from "./vectors.ts";

interface Row {
  readonly trajectories: number;
  readonly env_steps: number;
  readonly value: number;
  readonly value_standard_error: number;
  readonly standard_error: number;
  readonly split_half_cosine: number;
  readonly gradient: Buffer;
  readonly parts: Buffer;
}

/** Looks up references that were drawn before. */
export const referenceReader = (db: Database.Database): ((hash: string) => Reference | undefined) => {
  const find = db.prepare<[string], Row>("SELECT * FROM reference WHERE reference_hash = ?");
  return (hash) => {
    const row = find.get(hash);
    return (
      row && {
        hash,
        trajectories: row.trajectories,
        envSteps: row.env_steps,
        value: row.value,
        valueError: row.value_standard_error,
        gradient: fromBlob(row.gradient),
        standardError: row.standard_error,
        splitHalfCosine: row.split_half_cosine,
        parts: fromBlob(row.parts),
      }
    );
  };
};

/** Keeps a reference, makes it the truth of a probe, and compares the probe's estimates with it: one transaction. */
export const referenceRecorder = (
  db: Database.Database,
): ((probeId: number, objective: Objective, reference: Reference) => void) => {
  const keep = db.prepare(
    "INSERT INTO reference (reference_hash, trajectories, env_steps, value, value_standard_error, standard_error, " +
      "split_half_cosine, gradient, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const dropDraft = db.prepare("DELETE FROM reference_draft WHERE reference_hash = ?");
  const insert = db.prepare(
    "INSERT INTO truth (probe_id, discount, horizon, state_weight, method, value, norm, standard_error, noise, " +
      "gradient, reference_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const compare = comparer(db);
  return db.transaction((probeId: number, objective: Objective, reference: Reference): void => {
    const { hash, trajectories, envSteps, value, valueError, standardError, splitHalfCosine } = reference;
    const gradient = toBlob(reference.gradient);
    const parts = toBlob(reference.parts);
    keep.run(
      hash,
      trajectories,
      envSteps,
      value,
      valueError,
      standardError,
      splitHalfCosine,
      gradient,
      parts,
    );
    dropDraft.run(hash);
    const { discount, horizon, stateWeight } = objective;
    const size = norm(reference.gradient);
    const judged = {
      method: "reference",
      norm: size,
      standardError,
      rounding: null,
      splitHalfCosine,
    } as const;
    const noise = truthNoise(judged);
    insert.run(
      probeId,
      discount,
      horizon,
      stateWeight,
      "reference",
      value,
      size,
      standardError,
      noise,
      gradient,
      hash,
    );
    compare(probeId, {
      hash,
      ...{ discount, horizon, stateWeight, value, ...judged, noise },
      gradient: reference.gradient,
      parts: reference.parts,
    });
  });
};

/** Fills in what the estimates of a probe lack: their comparison with the truth. */
const comparer = (db: Database.Database) => {
  const cells = db.prepare<[number], { estimator: string; batch_size: number }>(
    "SELECT estimator, batch_size FROM cell WHERE probe_id = ? ORDER BY estimator, batch_size",
  );
  const rowsOf = cellReader(db);
  const update = db.prepare(
    "UPDATE estimate SET dot_truth = ?, cosine = ?, squared_error = ? " +
      "WHERE probe_id = ? AND estimator = ? AND batch_size = ? AND replicate = ? AND finite = 1",
  );
  const correct = db.prepare(
    "INSERT INTO corrected_alignment (probe_id, estimator, batch_size, cosine, low, high) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const recordCell = cellRecorder(db);
  const recordBias = biasRecorder(db);
  const foretell = referenceForecaster(db);
  return (
    probeId: number,
    truth: TrueGradient & { readonly parts: Float64Array; readonly hash: string },
  ): void => {
    const forecasts = foretell(probeId, truth);
    for (const { estimator, batch_size: size } of cells.all(probeId)) {
      const rows = rowsOf(probeId, estimator, size);
      const replicates = rows.vectors.length;
      const estimates = joined(rows.vectors);
      const { dotTruth, cosine, squaredError, finite, mean } = compareCell(estimates, replicates, truth);
      for (let r = 0; r < replicates; r++)
        update.run(dotTruth[r], cosine[r], squaredError[r], probeId, estimator, size, r);
      const sums = cellSums({ ...rows, dotTruth, cosine, squaredError, mean });
      recordCell(probeId, estimator, size, replicates, sums);
      const known = finiteEstimates(estimates, replicates);
      recordBias(probeId, estimator, size, cellBias(known, known.length / truth.gradient.length, truth));
      const cell = { estimates, replicates, chunks: truth.parts, count: PARTS };
      const comparable = truth.noise === null && !finite.includes(0);
      const { estimate, low, high } = comparable ? alignmentToReference(cell) : withoutInterval(Number.NaN);
      correct.run(probeId, estimator, size, estimate, low, high);
      forecasts.see(estimator, size, estimates, finite);
    }
    forecasts.record();
  };
};
