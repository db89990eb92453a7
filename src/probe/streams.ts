import { type ContinuousPoint, isDiscretePoint, type Point } from "../problem/point.ts";
import { stream } from "../random.ts";
import { laneSampler } from "../sampling/lane-sampler.ts";
import { drawPairs } from "../sampling/pairs.ts";
import type { Setup } from "../setup/set-up.ts";
import { type StreamAgreement, streamAgreement } from "../statistics/streams.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { prefixOf } from "../trajectories/prefix.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
import type { Update } from "../updates/update.ts";
import { compareCell } from "./cell.ts";

/** The estimates that one estimator makes of the first pairs of every stream, at one number of pairs. */
export interface StreamsEvent {
  readonly type: "streams";
  readonly iteration: number;
  readonly estimator: string;
  /** State-action pairs behind each estimate. */
  readonly pairs: number;
  /** Trajectories that they are of, whole or not. # [M] */
  readonly trajectories: Float64Array;
  readonly gradients: Float64Array; // [M, P]
  /** Cosine of each with the exact gradient; NaN where none is known, or it is noise. # [M] */
  readonly cosine: Float64Array;
  readonly agreement: StreamAgreement;
}

/**
 * Draws independent streams of state-action pairs at the frozen θ, each from a reset on, and lets every estimator estimate
 * from their first pairs, at several numbers of pairs: one stream tells of all of them. What the end of a prefix cuts is
 * bootstrapped as the estimator does at a truncation.
 *
 * @param setup its estimators are of any number of pairs (`needStreams`) @param truth null where none is known
 */
export function* measureStreams(
  { config, point, update, estimators }: Setup,
  iteration: number,
  truth: TrueGradient | null,
): Generator<StreamsEvent> {
  const { streams: count = 0, pairs = [] } = config.probe ?? {};
  if (count === 0 || pairs.length === 0) return;
  const sizes = [...pairs].sort((a, b) => a - b);
  const P = point.theta.length;
  const key = [config.seed, config.agent.name, "probe", iteration, "streams"];
  const longestOf = streamsOf(point, update, key, sizes[sizes.length - 1]);
  const fitted = estimators.slice(update.estimators.length); // the agent's own learn along training and are frozen here
  const warmUp = longestOf("warm-up");
  for (const { estimator } of fitted) estimator.memory?.fit(warmUp, point);
  const cells = estimators.map(() => sizes.map(() => new Float64Array(count * P)));
  const trajectories = sizes.map(() => new Float64Array(count));
  for (let i = 0; i < count; i++) {
    const whole = longestOf(i);
    for (const [k, size] of sizes.entries()) {
      const batch = prefixOf(whole, size);
      trajectories[k][i] = batch.trajectories;
      for (const [e, { name, estimator }] of estimators.entries())
        estimator.estimate(
          batch,
          point,
          cells[e][k].subarray(i * P, (i + 1) * P),
          stream(...key, i, size, "estimator", name),
        );
    }
  }
  for (const [e, { name }] of estimators.entries()) {
    const longest = cells[e][sizes.length - 1];
    for (const [k, size] of sizes.entries()) {
      const gradients = cells[e][k];
      yield {
        ...{ type: "streams", iteration, estimator: name, pairs: size, gradients },
        trajectories: trajectories[k].slice(), // whoever takes an event may give its buffers away
        cosine: compareCell(gradients, count, truth).cosine,
        agreement: streamAgreement(gradients, longest, count),
      };
    }
  }
}

/** Draws so many pairs of a stream at the frozen θ. */
const streamsOf = (
  point: Point,
  { scaler }: Update,
  key: readonly (string | number)[],
  pairs: number,
): ((i: string | number) => TrajectoryBatch) => {
  const { horizon } = point.problem.objective;
  const drawsOf = (i: string | number) =>
    [stream(...key, i, "actions"), stream(...key, i, "environment")] as const;
  if (isDiscretePoint(point)) return (i) => drawPairs(point.ownSampler(false, ...drawsOf(i)), pairs, horizon);
  const parts = { ...frozenLane(point as ContinuousPoint), scaler };
  return (i) => laneSampler(parts, ...drawsOf(i)).draw(pairs);
};

/** A single lane, whose normalizer stays as it is. */
const frozenLane = ({ problem, policy }: ContinuousPoint) => {
  const { environment, objective } = problem;
  const { normalizer } = policy;
  const frozen = normalizer && { ...normalizer, see: () => {} };
  const { horizon, discount } = objective;
  const parts = { environment, policy: policy.rows, horizon, discount, lanes: 1, carry: false };
  return { ...parts, normalizer: frozen };
};
