import type { ContinuousPoint } from "../problem/point.ts";
import { stream } from "../random.ts";
import { laneSampler } from "../sampling/lane-sampler.ts";
import type { Setup } from "../setup/set-up.ts";
import { type StreamAgreement, streamAgreement } from "../statistics/streams.ts";
import { prefixOf } from "../trajectories/prefix.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";
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
 * @param setup its states are continuous (`needStreams`) @param truth null where none is known
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
  const draw = streamsOf(point as ContinuousPoint, key);
  const fitted = estimators.slice(update.estimators.length); // the agent's own learn along training and are frozen here
  const warmUp = draw("warm-up").draw(sizes[sizes.length - 1]);
  for (const { estimator } of fitted) estimator.memory?.fit(warmUp, point);
  const cells = estimators.map(() => sizes.map(() => new Float64Array(count * P)));
  const trajectories = sizes.map(() => new Float64Array(count));
  for (let i = 0; i < count; i++) {
    const whole = draw(i).draw(sizes[sizes.length - 1]);
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

/** Samplers of single lanes at a frozen θ, whose normalizer stays as it is. */
const streamsOf = ({ problem, policy }: ContinuousPoint, key: readonly (string | number)[]) => {
  const { environment, objective } = problem;
  const { normalizer } = policy;
  const frozen = normalizer && { ...normalizer, see: () => {} };
  const { horizon, discount } = objective;
  const parts = { environment, policy: policy.rows, horizon, discount, lanes: 1, carry: false };
  return (i: string | number) =>
    laneSampler(
      { ...parts, normalizer: frozen },
      stream(...key, i, "actions"),
      stream(...key, i, "environment"),
    );
};
