import { power } from "../arithmetic/power.ts";
import type { Exam } from "./exam.ts";

/** How often a score counts, whatever its advantage: a state weight times what the sum is divided by. */
export interface Coefficients {
  readonly stateWeight: "none" | "discounted" | "twice";
  readonly divisor: Divisor;
  /** One for each step; a mean over trajectories of sums over steps has 1. # [steps] */
  readonly factors: Float64Array;
}

/**
 * - "one": the same for all steps: a sum, a mean over trajectories or over all steps;
 * - "trajectory", "group": a mean over the steps of each trajectory, or of each group;
 * - "minibatches": a mean over the steps of each of so many minibatches that the code draws, which are averaged or added up;
 * - "pieces": a mean over the steps of each piece of so many trajectories, or of so many steps.
 */
export type Divisor =
  | { readonly kind: "one" | "trajectory" | "group" }
  | { readonly kind: "minibatches"; readonly count: number; readonly added: boolean }
  | { readonly kind: "pieces"; readonly trajectories: number }
  | { readonly kind: "pieces"; readonly steps: number };

/** Every way that is looked for, the simplest first. */
export const coefficients = (exam: Exam): Coefficients[] => {
  const { trajectory, time, lengths, discount, groupSize } = exam;
  const n = lengths.length;
  const steps = trajectory.length;
  const pieces = (m: number) => (k: number) => {
    const piece = Math.floor(trajectory[k] / m);
    const count = lengths.filter((_, i) => Math.floor(i / m) === piece).reduce((a, b) => a + b);
    return n / Math.ceil(n / m) / count;
  };
  const stepPieces = (s: number) => (k: number) => {
    const pieceCount = Math.ceil(steps / s);
    const size = Math.min(s, steps - Math.floor(k / s) * s);
    return n / pieceCount / size;
  };
  const divisors: (readonly [Divisor, (k: number) => number])[] = [
    [{ kind: "one" }, () => 1],
    [{ kind: "trajectory" }, pieces(1)],
    [{ kind: "group" }, pieces(groupSize)],
    ...[2, 3, 5, 6, 7].map(
      (trajectories) => [{ kind: "pieces", trajectories }, pieces(trajectories)] as const,
    ),
    ...Array.from({ length: steps - 2 }, (_, i) => i + 2)
      .filter((s) => steps % s !== 0)
      .map((s) => [{ kind: "pieces", steps: s }, stepPieces(s)] as const),
  ];
  const powers = { none: 0, discounted: 1, twice: 2 } as const;
  const weights = discount === 1 ? (["none"] as const) : (["discounted", "none", "twice"] as const);
  return divisors.flatMap(([divisor, factor]) =>
    weights.map((stateWeight) => ({
      ...{ stateWeight, divisor },
      factors: Float64Array.from(
        trajectory,
        (_, k) => factor(k) * power(discount, powers[stateWeight] * time[k]),
      ),
    })),
  );
};
