import type Database from "better-sqlite3";
import { StoreError } from "../../errors/store-error.ts";
import type { MomentsEvent } from "../../moments/event.ts";
import type { EstimatesEvent, ProbeEvent } from "../../probe/cell.ts";
import type { EvaluationEvent, IterationEvent, RunEvent, StateEvent } from "../../run/events.ts";
import { reusedBlob, toBlob } from "../vectors.ts";
import { checkpointRecorder } from "./checkpoints.ts";
import { biasRecorder } from "./record-bias.ts";
import { cellRecorder } from "./record-cell.ts";
import {
  diagnosticsRecorder,
  estimandRecorder,
  evaluationRecorder,
  forecastRecorder,
  landscapeRecorder,
  streamsRecorder,
} from "./record-measurements.ts";

type ProbeMeasurement = Exclude<RunEvent, IterationEvent | EvaluationEvent | StateEvent>;

/**
 * Prepares the inserts for all kinds of events. The returned function writes the rows of some events in one
 * transaction; NaN becomes NULL. `steps` is the CRC-32 of the environment steps of the run's estimates after all of them,
 * as a checkpoint keeps it, which is the last.
 *
 * @throws StoreError (from the returned function) if the event belongs to a probe that was not planned
 */
export function recorder(
  db: Database.Database,
): (runId: number, events: readonly RunEvent[], steps: number) => void {
  const findProbe = db.prepare("SELECT probe_id FROM probe WHERE run_id = ? AND iteration = ?").pluck();
  const probeOf = (runId: number, { iteration }: ProbeMeasurement): number => {
    const probeId = findProbe.get(runId, iteration);
    if (probeId === undefined) throw new StoreError(`run ${runId} has no probe planned at ${iteration}.`);
    return probeId as number;
  };
  const iteration = iterationRecorder(db);
  const evaluation = evaluationRecorder(db);
  const state = db.prepare("INSERT INTO final_state (run_id, iteration, state) VALUES (?, ?, ?)");
  const checkpoint = checkpointRecorder(db);
  const probe = probeRecorder(db);
  const moments = momentsRecorder(db);
  const estimates = estimatesRecorder(db);
  const forecast = forecastRecorder(db);
  const estimand = estimandRecorder(db);
  const diagnostics = diagnosticsRecorder(db);
  const landscape = landscapeRecorder(db);
  const streams = streamsRecorder(db);
  const one = (runId: number, event: RunEvent, steps: number): void => {
    switch (event.type) {
      case "iteration":
        iteration(runId, event);
        break;
      case "evaluation":
        evaluation(runId, event);
        break;
      case "state":
        state.run(runId, event.iteration, event.state);
        checkpoint(runId, event.iteration, steps, null);
        break;
      case "checkpoint":
        checkpoint(runId, event.iteration, steps, event.state);
        break;
      case "probe":
        probe(probeOf(runId, event), event);
        break;
      case "moments":
        moments(probeOf(runId, event), event);
        break;
      case "estimates":
        estimates(probeOf(runId, event), event);
        break;
      case "forecast":
        forecast(probeOf(runId, event), event.estimator, event);
        break;
      case "estimand":
        estimand(probeOf(runId, event), event);
        break;
      case "diagnostics":
        diagnostics(probeOf(runId, event), event);
        break;
      case "landscape":
        landscape(probeOf(runId, event), event);
        break;
      case "streams":
        streams(probeOf(runId, event), event);
        break;
    }
  };
  return db.transaction((runId: number, events: readonly RunEvent[], steps: number) => {
    for (const event of events) one(runId, event, steps);
  });
}

function iterationRecorder(db: Database.Database) {
  const insert = db.prepare(
    "INSERT INTO iteration (run_id, iteration, env_steps, mean_return, episode_return, episode_length, exact_return, " +
      "gradient_norm, finite, exact_finite, episodes, episode_return_min, episode_return_max, entropy, kl, " +
      "clip_fraction, value_loss, explained_variance, learning_rate) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  return (runId: number, event: IterationEvent): void => {
    const { gradientNorm, exactReturn, figures } = event;
    const finite = Number.isFinite(gradientNorm);
    insert.run(
      runId,
      event.iteration,
      event.envSteps,
      event.meanReturn,
      event.episodeReturn,
      event.episodeLength,
      exactReturn,
      finite ? gradientNorm : null,
      gradientNorm === null ? null : Number(finite),
      exactReturn === null ? null : Number(Number.isFinite(exactReturn)),
      event.episodes,
      event.returnMin,
      event.returnMax,
      figures?.entropy,
      figures?.kl,
      figures?.clipFraction,
      figures?.valueLoss,
      figures?.explainedVariance,
      figures?.learningRate,
    );
  };
}

function probeRecorder(db: Database.Database) {
  const update = db.prepare("UPDATE probe SET theta = ?, normalizer = ? WHERE probe_id = ?");
  const insert = db.prepare(
    "INSERT INTO truth (probe_id, discount, horizon, state_weight, method, value, norm, standard_error, rounding, noise, " +
      "gradient) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  return (probeId: number, { theta, normalizer, truth }: ProbeEvent): void => {
    update.run(toBlob(theta), normalizer.length > 0 ? toBlob(normalizer) : null, probeId);
    if (truth === null) return;
    const { discount, horizon, stateWeight, method, value, norm, standardError, rounding, noise } = truth;
    const found = [method, value, norm, standardError, rounding, noise, toBlob(truth.gradient)];
    insert.run(probeId, discount, horizon, stateWeight, ...found);
  };
}

function momentsRecorder(db: Database.Database) {
  const insert = db.prepare(
    "INSERT INTO exact_moments (probe_id, estimator, batch_size, method, bias_norm, mean_norm, cosine, " +
      "turned_by, scaled_by, total_variance, rounding, trajectory_variance, action_variance, state_variance, " +
      "step_covariance, parallel_variance) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  return (probeId: number, event: MomentsEvent): void => {
    const { estimator, batchSize, method, biasNorm, meanNorm, cosine, totalVariance, rounding } = event;
    const { turnedBy, scaledBy, trajectoryVariance, actionVariance, stateVariance, stepCovariance } = event;
    insert.run(
      probeId,
      estimator,
      batchSize,
      method,
      biasNorm,
      meanNorm,
      cosine,
      turnedBy,
      scaledBy,
      totalVariance,
      rounding,
      trajectoryVariance,
      actionVariance,
      stateVariance,
      stepCovariance,
      event.parallelVariance,
    );
  };
}

function estimatesRecorder(db: Database.Database) {
  const insert = db.prepare(
    "INSERT INTO estimate (probe_id, estimator, batch_size, replicate, env_steps, norm, dot_truth, cosine, " +
      "squared_error, squared_deviation, direction_deviation, finite, gradient) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const recordCell = cellRecorder(db);
  const recordBias = biasRecorder(db);
  return (probeId: number, event: EstimatesEvent): void => {
    const { estimator, batchSize, envSteps, sums, bias, gradients } = event;
    const kept = envSteps.length;
    recordCell(probeId, estimator, batchSize, kept, sums);
    recordBias(probeId, estimator, batchSize, bias);
    const { norm, dotTruth, cosine, squaredError, squaredDeviation, directionDeviation, finite } = event;
    if (kept === 0) return;
    const parameters = gradients.length / kept;
    const blobAt = reusedBlob(parameters);
    for (let i = 0; i < kept; i++) {
      const ok = finite[i] === 1;
      insert.run(
        probeId,
        estimator,
        batchSize,
        i,
        envSteps[i],
        ok ? norm[i] : null,
        ok ? dotTruth[i] : null,
        ok ? cosine[i] : null,
        ok ? squaredError[i] : null,
        ok ? squaredDeviation[i] : null,
        ok ? directionDeviation[i] : null,
        finite[i],
        blobAt(gradients, i * parameters),
      );
    }
  };
}
