import { normal, type Random, stream } from "../random.ts";
import type { AuditBatch } from "./batch.ts";

/** Lengths that make faults visible: unequal, one of a single step; they fill three rows of eleven steps. */
const LENGTHS = [3, 6, 2, 4, 6, 1, 6, 5];
const HORIZON = 6;
const GROUP = 4;
const ACTIONS = 3;

/**
 * A crafted batch, of which the code that is asked sees only arrays: every step has a state of its own, so that the scores of
 * a table of logits are orthogonal, and a gradient tells the weight of each.
 */
export interface Exam {
  readonly discount: number;
  readonly horizon: number;
  /** Whether trajectories are answers of a language model: the last action is the end token, and ends those that ended. */
  readonly language: boolean;
  /** Actions; states are one of each step, one after each trajectory, and one of padding. */
  readonly actions: number;
  readonly states: number;
  readonly theta: Float64Array; // [states, actions]
  readonly probabilities: Float64Array; // [states, actions]
  /** Trajectory of every step. # [steps] */
  readonly trajectory: Int32Array;
  /** Time of every step. # [steps] */
  readonly time: Int32Array;
  readonly lengths: readonly number[];
  readonly groupSize: number;
  /** The batch with other rewards, values and last values. @param x rewards, values and last values. # [2 steps + n] */
  batch(x: Float64Array): AuditBatch;
  /** Random numbers in the place of rewards, values and last values. # [2 steps + n] */
  draw(name: string): Float64Array;
}

/** @param discount γ; below 1, or what it does cannot be seen */
export const craftExam = (discount: number): Exam => crafted(discount, false);

/** The same of answers, which are not discounted. */
export const craftAnswers = (): Exam => crafted(1, true);

const crafted = (discount: number, language: boolean): Exam => {
  const random = stream("audit");
  const n = LENGTHS.length;
  const trajectory = Int32Array.from(LENGTHS.flatMap((length, i) => new Array(length).fill(i)));
  const time = Int32Array.from(LENGTHS.flatMap((length) => Array.from({ length }, (_, t) => t)));
  const steps = trajectory.length;
  const states = steps + n + 1;
  const theta = Float64Array.from({ length: states * ACTIONS }, () => 0.7 * normal(random));
  const probabilities = new Float64Array(theta.length);
  for (let s = 0; s < states; s++) {
    const weights = theta.subarray(s * ACTIONS, (s + 1) * ACTIONS).map(Math.exp);
    const sum = weights.reduce((a, b) => a + b);
    for (let a = 0; a < ACTIONS; a++) probabilities[s * ACTIONS + a] = weights[a] / sum;
  }
  const offsets = Int32Array.from([
    0,
    ...LENGTHS.map((_, i) => LENGTHS.slice(0, i + 1).reduce((a, b) => a + b)),
  ]);
  const fixed = {
    trajectories: n,
    steps,
    offsets,
    states: Int32Array.from({ length: steps }, (_, k) => k),
    lastStates: Int32Array.from({ length: n }, (_, i) => steps + i),
    actions: language ? answerTokens(random) : drawActions(random, steps, ACTIONS),
    observations: new Float64Array(0),
    lastObservations: new Float64Array(0),
    terminated: Uint8Array.from(LENGTHS, (length) => (length < HORIZON ? 1 : 0)),
    groupSize: GROUP,
  };
  return {
    ...{
      discount,
      language,
      horizon: HORIZON,
      actions: ACTIONS,
      states,
      theta,
      probabilities,
      trajectory,
      time,
    },
    lengths: LENGTHS,
    groupSize: GROUP,
    batch: (x) => ({
      ...fixed,
      rewards: x.slice(0, steps),
      values: x.slice(steps, 2 * steps),
      lastValues: x.slice(2 * steps),
    }),
    draw(name) {
      const draws = stream("audit", name);
      return Float64Array.from({ length: 2 * steps + n }, () => normal(draws));
    },
  };
};

const drawActions = (random: Random, count: number, actions: number): Int32Array =>
  Int32Array.from({ length: count }, () => Math.floor(actions * random.next()));

/** Words, and the end token where an answer ended. # [steps] */
const answerTokens = (random: Random): Int32Array =>
  Int32Array.from(
    LENGTHS.flatMap((length) => [
      ...drawActions(random, length - 1, ACTIONS - 1),
      ...(length < HORIZON ? [ACTIONS - 1] : drawActions(random, 1, ACTIONS - 1)),
    ]),
  );
