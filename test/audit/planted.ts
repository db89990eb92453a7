import type { AuditBatch } from "../../src/audit/batch.ts";
import { craftExam, type Exam } from "../../src/audit/exam.ts";
import { weightedScores } from "../../src/audit/scores.ts";
import type { Subject } from "../../src/audit/subject.ts";
import { shuffle } from "../../src/linear-algebra/shuffle.ts";
import { stream } from "../../src/random.ts";

/** Weights of every step. # [steps] */
export type Weigh = (batch: AuditBatch, seed: number) => Float64Array;

export const exam: Exam = craftExam(0.8);

/** Code that weights scores by a rule. */
export const weighting = (weigh: Weigh, restart: () => void = () => {}): Subject => ({
  answers: "gradient",
  restart,
  ask: (batch, theta, seed) => {
    const A = exam.actions;
    const probabilities = theta.map((_, j) => {
      const row = theta.subarray(j - (j % A), j - (j % A) + A).map(Math.exp);
      return row[j % A] / row.reduce((a, b) => a + b);
    });
    return weightedScores(batch, probabilities, A, weigh(batch, seed));
  },
});

/** What makes one implementation of actor-critic differ from another. */
export interface Style {
  readonly lambda?: number;
  readonly gamma?: number;
  /** γᵗ is there. */
  readonly discounted?: boolean;
  readonly average?: "steps" | "trajectories";
  readonly bootstrap?: boolean;
  /** Which ends stop the recursion. */
  readonly mask?: "all" | "terminated" | "truncated" | "none" | "early";
  readonly baseline?: number;
  /** Values of the next trajectory are taken at an end. */
  readonly nextValue?: boolean;
  /** V after an ended trajectory counts. */
  readonly pastEnd?: boolean;
}

/** Advantages by one backward pass over the flat batch, with or without its usual mistakes. */
export const advantages = (
  { offsets, trajectories, rewards, values, lastValues, terminated, steps }: AuditBatch,
  { lambda = 0.95, gamma = 0.8, bootstrap = true, mask = "all", baseline = 1, nextValue, pastEnd }: Style,
): Float64Array => {
  const out = new Float64Array(steps);
  const endOf = new Map(Array.from({ length: trajectories }, (_, i) => [offsets[i + 1] - 1, i]));
  let running = 0;
  for (let k = steps - 1; k >= 0; k--) {
    const i = endOf.get(k);
    const ends = i !== undefined;
    const stops =
      mask === "early"
        ? endOf.has(k + 1)
        : ends &&
          (mask === "all" ||
            (mask === "terminated" && terminated[i] === 1) ||
            (mask === "truncated" && terminated[i] === 0));
    let next = k + 1 < steps ? values[k + 1] : 0; // of the flat batch, so of the next trajectory at an end
    if (ends && !nextValue)
      next = terminated[i] === 0 && bootstrap ? lastValues[i] : pastEnd ? lastValues[i] : 0;
    if (mask === "none" && ends) next = k + 1 < steps ? values[k + 1] : 0;
    const delta = rewards[k] + gamma * next - baseline * values[k];
    running = delta + (stops ? 0 : gamma * lambda * running);
    out[k] = running;
  }
  return out;
};

/** γᵗ and divisor of advantages. */
export const scaled = (batch: AuditBatch, w: Float64Array, { discounted, average }: Style): Float64Array => {
  for (let i = 0; i < batch.trajectories; i++)
    for (let k = batch.offsets[i], c = 1; k < batch.offsets[i + 1]; k++) {
      if (discounted) w[k] *= c;
      c *= 0.8;
      if (average === "steps") w[k] *= batch.trajectories / batch.steps;
    }
  return w;
};

/** The flat batch's rewards to go. */
export const toGo = (batch: AuditBatch, gamma = 0.8): Float64Array =>
  advantages(
    { ...batch, values: batch.values.map(() => 0), lastValues: batch.lastValues.map(() => 0) },
    { lambda: 1, gamma },
  );

export const actorCritic =
  (style: Style): Weigh =>
  (batch) =>
    scaled(batch, advantages(batch, style), style);

/** Shifted and scaled to mean 0 and the sample deviation 1. */
export const standard = (w: Float64Array): Float64Array => {
  const mean = w.reduce((a, b) => a + b) / w.length;
  const deviation = Math.sqrt(w.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (w.length - 1));
  return w.map((each) => (each - mean) / (deviation + 1e-8));
};

/** One epoch of shuffled minibatches at one θ, each with advantages of its own mean and deviation. */
export const minibatched =
  (style: Style, count: number, divisor: "mean" | "sum", salt = 0): Weigh =>
  (batch, seed) => {
    const all = advantages(batch, style);
    const order = Int32Array.from(all, (_, k) => k);
    shuffle(order, order.length, stream("minibatches", salt, seed));
    const w = new Float64Array(all.length);
    for (let b = 0; b < count; b++) {
      const chosen = order.filter((_, i) => i % count === b);
      const normalized = standard(Float64Array.from(chosen, (k) => all[k]));
      for (const [i, k] of chosen.entries())
        w[k] = (normalized[i] * batch.trajectories) / chosen.length / (divisor === "mean" ? count : 1);
    }
    return w;
  };

/** Group-relative advantages of whole trajectories, by undiscounted returns. */
export const grouped =
  ({
    deviation = false,
    leaveOneOut = false,
    epsilon = 1e-6,
    piece = 0,
  }: {
    readonly deviation?: boolean;
    readonly leaveOneOut?: boolean;
    /** Added to the deviation. */
    readonly epsilon?: number;
    /** Trajectories whose tokens are averaged together, before the mean over pieces; 0 for sums. */
    readonly piece?: number;
  }): Weigh =>
  ({ offsets, trajectories: n, rewards, steps, groupSize: K }) => {
    const length = (i: number) => offsets[i + 1] - offsets[i];
    const returns = Array.from({ length: n }, (_, i) =>
      rewards.slice(offsets[i], offsets[i + 1]).reduce((a, b) => a + b),
    );
    const w = new Float64Array(steps);
    for (let i = 0; i < n; i++) {
      const group = returns.slice(i - (i % K), i - (i % K) + K);
      const mean = group.reduce((a, b) => a + b) / K;
      const spread = Math.sqrt(group.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (K - 1));
      let advantage = (returns[i] - mean) / (deviation ? spread + epsilon : 1);
      if (leaveOneOut) advantage *= K / (K - 1);
      if (piece > 0) {
        const first = i - (i % piece);
        const tokens = offsets[Math.min(n, first + piece)] - offsets[first];
        advantage *= n / Math.ceil(n / piece) / tokens;
      }
      w.fill(advantage, offsets[i], offsets[i] + length(i));
    }
    return w;
  };

/** The gradient of the mean entropy of the steps' states. */
export const entropySlope = (theta: Float64Array): Float64Array => {
  const A = exam.actions;
  const slope = new Float64Array(theta.length);
  const steps = exam.trajectory.length;
  for (let k = 0; k < steps; k++) {
    const powers = theta.subarray(k * A, (k + 1) * A).map(Math.exp);
    const p = powers.map((each) => each / powers.reduce((a, b) => a + b));
    const entropy = -p.reduce((sum, each) => sum + each * Math.log(each), 0);
    for (let a = 0; a < A; a++) slope[k * A + a] = -(p[a] * (Math.log(p[a]) + entropy)) / steps;
  }
  return slope;
};
