import type Database from "better-sqlite3";
import type { DiagnosticsEvent, LandscapeEvent } from "../../diagnostics/diagnostic.ts";
import type { EstimandEvent } from "../../probe/cell.ts";
import type { StreamsEvent } from "../../probe/streams.ts";
import type { EvaluationEvent } from "../../run/events.ts";
import type { Between, Forecast } from "../../statistics/alignment/alignment-forecast.ts";
import type { Interval } from "../../statistics/interval.ts";
import { reusedBlob, toBlob } from "../vectors.ts";

// Rows of what is measured along training, but for the estimates of a probe.

export function evaluationRecorder(db: Database.Database) {
  const insert = db.prepare(
    "INSERT INTO evaluation (run_id, iteration, env_steps, episodes, deterministic, episode_return, " +
      "episode_return_sd, episode_return_min, episode_return_max, episode_length) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  return (runId: number, event: EvaluationEvent): void => {
    const { iteration, envSteps, episodes, deterministic, mean, deviation, min, max, length } = event;
    const returns = [mean, deviation, min, max, length];
    insert.run(runId, iteration, envSteps, episodes, Number(deterministic), ...returns);
  };
}

export function estimandRecorder(db: Database.Database) {
  const insert = db.prepare(
    "INSERT INTO estimand (probe_id, estimator, batch_size, name, norm, standard_error, cosine_truth, bias_norm, " +
      "cosine_of_mean, gradient) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  return (probeId: number, event: EstimandEvent): void => {
    const { estimator, batchSize, name, norm, standardError, cosineTruth, biasNorm, cosineOfMean } = event;
    const figures = [norm, standardError, cosineTruth, biasNorm, cosineOfMean];
    insert.run(probeId, estimator, batchSize, name, ...figures, toBlob(event.gradient));
  };
}

export function forecastRecorder(db: Database.Database) {
  const insert = db.prepare(
    "INSERT INTO alignment_forecast (probe_id, estimator, verdict, trajectories, low, high, limit_cosine, limit_low, " +
      "limit_high, nsr, source, method, from_size, batch_size, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const predict = db.prepare(
    "INSERT INTO predicted_alignment (probe_id, estimator, batch_size, alignment, low, high, agreement) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const finite = (x: number | undefined) => (x === undefined || !Number.isFinite(x) ? null : x);
  return (probeId: number, estimator: string, forecast: Forecast): void => {
    const { verdict, trajectories, limit, noiseToSignal, source, method, from, to, note } = forecast;
    const bounds = (x: Between | undefined) => [finite(x?.value), finite(x?.low), finite(x?.high)];
    const told = [...bounds(trajectories), ...bounds(limit), finite(noiseToSignal)];
    insert.run(probeId, estimator, verdict, ...told, source, method ?? null, from, to, note ?? null);
    for (const { batchSize, alignment, agreement } of forecast.predictions)
      predict.run(probeId, estimator, batchSize, alignment.value, alignment.low, alignment.high, agreement);
  };
}

export function diagnosticsRecorder(db: Database.Database) {
  const insert = db.prepare(
    "INSERT INTO diagnostic (probe_id, subject, name, value, standard_error) VALUES (?, ?, ?, ?, ?)",
  );
  return (probeId: number, { diagnostics }: DiagnosticsEvent): void => {
    for (const { subject, name, value, standardError } of diagnostics)
      insert.run(probeId, subject, name, value, standardError);
  };
}

export function landscapeRecorder(db: Database.Database) {
  const insert = db.prepare(
    "INSERT INTO landscape (probe_id, kind, x, y, value, standard_error, change, change_error) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  return (
    probeId: number,
    { kind, x, y, value, standardError, change, changeError }: LandscapeEvent,
  ): void => {
    for (let i = 0; i < x.length; i++)
      insert.run(probeId, kind, x[i], y[i], value[i], standardError[i], change[i], changeError[i]);
  };
}

export function streamsRecorder(db: Database.Database) {
  const insert = db.prepare(
    "INSERT INTO stream_estimate (probe_id, estimator, pairs, stream, trajectories, cosine, gradient) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const summarize = db.prepare(
    "INSERT INTO stream_agreement (probe_id, estimator, pairs, streams, trajectories, pairwise_cosine, pairwise_low, " +
      "pairwise_high, cosine_others, others_low, others_high, signal_to_noise, signal_low, signal_high) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const bounds = ({ estimate, low, high }: Interval) =>
    [estimate, low, high].map((x) => (Number.isFinite(x) ? x : null));
  return (probeId: number, event: StreamsEvent): void => {
    const { estimator, pairs, trajectories, gradients, cosine, agreement } = event;
    const count = trajectories.length;
    const P = gradients.length / count;
    const blobAt = reusedBlob(P);
    for (let i = 0; i < count; i++)
      insert.run(probeId, estimator, pairs, i, trajectories[i], cosine[i], blobAt(gradients, i * P));
    const { pairwise, withOthers, signalToNoise } = agreement;
    const mean = trajectories.reduce((sum, n) => sum + n, 0) / count;
    const figures = [pairwise, withOthers, signalToNoise].flatMap(bounds);
    summarize.run(probeId, estimator, pairs, count, mean, ...figures);
  };
}
