import type { Random } from "../random.ts";
import type { Actions, TrajectoryBatch } from "../trajectories/batch.ts";
import { type Body, ROWS } from "./body.ts";
import type { Head } from "./heads/head.ts";
import type { FunctionPolicy, ObservationNormalizer, PolicyRows } from "./policy.ts";
import { policyMetric } from "./policy-metric.ts";

/** What a policy over observations is made of. */
export interface PolicyParts
  extends Pick<FunctionPolicy, "kind" | "observationSize" | "gaussian" | "hidden"> {
  readonly body: Body;
  readonly head: Head;
  readonly normalizer?: ObservationNormalizer | undefined;
}

/** A policy from a body and a head: observations → H numbers → a distribution. θ is the body's part, then the head's. */
export const composed = ({
  kind,
  observationSize,
  gaussian,
  hidden,
  body,
  head,
  normalizer: own,
}: PolicyParts): FunctionPolicy => {
  let normalizer = own;
  const H = body.outputs;
  const outputs = new Float64Array(ROWS * H);
  const slopes = new Float64Array(ROWS * H);
  const times = new Int32Array(ROWS);
  const normalized = new Float64Array(normalizer ? ROWS * observationSize : 0);

  /** The outputs of rows `first` … `first + rows` − 1. */
  const forward = (observations: Float64Array, first: number, rows: number): void => {
    normalizer?.apply(observations, first, rows, normalized);
    if (normalizer) body.forward(normalized, 0, rows, times, outputs);
    else body.forward(observations, first, rows, times, outputs);
  };
  /** The same of steps of a batch, with the time of each. */
  const forwardSteps = (batch: TrajectoryBatch, first: number, rows: number): void => {
    for (let k = first, i = trajectoryOf(batch, first); k < first + rows; k++) {
      while (k >= batch.offsets[i + 1]) i++;
      times[k - first] = k - batch.offsets[i];
    }
    forward(batch.observations, first, rows);
  };

  return {
    kind,
    metric: policyMetric(body, head),
    rows: rowsOf(body, head),
    parameters: body.parameters + head.parameters,
    observationSize,
    action: head.action,
    ...(gaussian && { gaussian }),
    ...(hidden && { hidden }),
    ...(body.initialize && {
      initial(random: Random) {
        const theta = new Float64Array(body.parameters + head.parameters);
        body.initialize?.(random, theta);
        return theta;
      },
    }),

    load(theta) {
      body.load(theta);
      head.load(theta, body.parameters);
    },

    act(observations, rows, time, random, out) {
      times.fill(time, 0, Math.min(rows, ROWS));
      forward(observations, 0, rows);
      head.draw(outputs, rows, random, out);
    },

    decide(observations, rows, time, out) {
      times.fill(time, 0, Math.min(rows, ROWS));
      forward(observations, 0, rows);
      head.mode(outputs, rows, out);
    },

    logProbabilities(batch, out) {
      for (let first = 0; first < batch.steps; first += ROWS) {
        const rows = Math.min(ROWS, batch.steps - first);
        forwardSteps(batch, first, rows);
        head.logProbabilities(outputs, first, rows, batch.actions, out);
      }
    },

    weightedScores(batch, from, to, weightings, outs) {
      for (const out of outs) out.fill(0);
      for (let first = from; first < to; first += ROWS) {
        const rows = Math.min(ROWS, to - first);
        forwardSteps(batch, first, rows);
        head.slopes(outputs, first, rows, batch.actions, slopes);
        body.backward(first, rows, slopes, weightings, outs);
        head.addOwnScores?.(outputs, first, rows, batch.actions, weightings, outs, body.parameters);
      }
    },

    get normalizer() {
      return normalizer;
    },
    normalizeAs(other) {
      normalizer = other.normalizer;
    },
  };
};

/** The policy on rows of inputs: the body as it is, without a normalizer before it. */
const rowsOf = (body: Body, head: Head): PolicyRows => {
  const H = body.outputs;
  const outputs = new Float64Array(ROWS * H);
  const slopes = new Float64Array(ROWS * H);
  const ones = new Float64Array(ROWS).fill(1);
  let actions: Actions = new Float64Array(0); // of the last forward, …
  let first = 0;
  let rows = 0;
  return {
    knowsEntropy: head.addEntropySlopes !== undefined,
    act(inputs, count, times, random, out) {
      body.forward(inputs, 0, count, times, outputs);
      head.draw(outputs, count, random, out);
    },
    decide(inputs, count, times, out) {
      body.forward(inputs, 0, count, times, outputs);
      head.mode(outputs, count, out);
    },
    forward(inputs, taken, from, count, times, logProbabilities, entropies) {
      body.forward(inputs, from, count, times, outputs);
      actions = taken;
      first = from;
      rows = count;
      const K = head.action.size ?? 1;
      head.logProbabilities(outputs, 0, count, actions.subarray(first * K), logProbabilities);
      head.entropies(outputs, count, entropies);
    },
    addGradient(weights, entropyWeight, out) {
      const K = head.action.size ?? 1;
      const taken = actions.subarray(first * K);
      head.slopes(outputs, 0, rows, taken, slopes);
      for (let r = 0; r < rows; r++) for (let h = 0; h < H; h++) slopes[r * H + h] *= weights[r];
      if (entropyWeight !== 0)
        head.addEntropySlopes?.(outputs, rows, entropyWeight, slopes, out, body.parameters);
      body.backward(0, rows, slopes, [ones], [out]);
      head.addOwnScores?.(outputs, 0, rows, taken, [weights], [out], body.parameters);
    },
  };
};

/** The trajectory to which step k belongs. */
const trajectoryOf = ({ trajectories, offsets }: TrajectoryBatch, k: number): number => {
  let low = 0;
  let high = trajectories - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (offsets[middle] <= k) low = middle;
    else high = middle - 1;
  }
  return low;
};
