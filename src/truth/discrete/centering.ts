import { CompensatedSum } from "./compensated-sum.ts";
import type { EstimatorForm } from "./estimator-form.ts";
import { type FormRewards, HALF_UNIT, largest } from "./form-rewards.ts";
import { type DiscreteFrame, overStarts } from "./frame.ts";

/**
 * The same weights Y_t − b_t(s_t), with Y_t counted from about its mean given s_t: for any φ,
 *
 *   Ȳ_t = Y_t − φ_t(s_t) = ȳ_t + κ Ȳ_{t+1},  ȳ_t = y_t + κ φ_{t+1}(s_{t+1}) − φ_t(s_t),  b̄_t = b_t − φ_t,
 *
 * with φ = 0 where the trajectory ends. It is exact algebra, whether trajectories end early or not; with φ_t(s) ≈
 * E[Y_t | s] no recursion of squares meets numbers that are larger than what is left in the end, and rewards + c cost
 * no digits.
 */
export interface Centered {
  readonly decay: number;
  /** Writes ȳ_t of every outcome. @param out [outcomes] */
  write(t: number, out: Float64Array): void;
  /** b̄_t(s). */
  baseline(t: number, s: number): number;
  /** What Y_t − b_t may err by, since rewards and tables are rounded numbers. # [T] */
  readonly uncertainty: Float64Array;
}

/**
 * @param values the table of the form. # [T + 1, S]
 * @param rewards y and κ of the form
 */
export const centered = (
  frame: DiscreteFrame,
  { kind, across }: EstimatorForm,
  values: Float64Array | undefined,
  rewards: FormRewards,
): Centered => {
  const { model, objective, solution } = frame;
  const { states: S } = model;
  const { horizon } = objective;
  const { decay } = rewards;
  const whole = kind === "total" || kind === "to-go";
  const shift = whole ? solution.values : meansOf(frame, rewards, new Float64Array((horizon + 1) * S));
  const write: Centered["write"] = (t, out) => rewards.write(t, shift, out);

  const table = kind === "gae" ? undefined : values;
  const sign = kind === "lambda-return" ? -1 : 1;
  // what is left of the mean return, beside the shift of one first state
  const origin =
    shift[
      Math.max(
        0,
        model.initial.findIndex((p) => p > 0),
      )
    ];
  const rest =
    across === "independent" ? 0 : overStarts(model, startOf(frame, { decay, write }, shift, origin));
  const sum = new CompensatedSum();
  const baseline = (t: number, s: number): number => {
    sum.start(-shift[t * S + s]);
    if (across !== "independent") {
      sum.add(origin);
      sum.add(rest);
    } else if (table) sum.add(sign * table[t * S + s]);
    return sum.value;
  };

  const uncertainty = new Float64Array(horizon);
  for (let t = horizon - 1, later = 0; t >= 0; t--) {
    later = rewards.uncertainty(t) + decay * later;
    uncertainty[t] = later + (table ? (horizon - t) * HALF_UNIT * largest(table, t * S, (t + 1) * S) : 0);
  }
  return { decay, write, baseline, uncertainty };
};

/** φ_0(s) − `origin`, and what is left of E[Y_0 | s] beside φ_0(s). */
const startOf = (
  frame: DiscreteFrame,
  { decay, write }: Pick<Centered, "decay" | "write">,
  shift: Float64Array,
  origin: number,
): ((s: number) => number) => {
  const none = new Float64Array(shift.length);
  const left = meansOf(frame, { decay, write: (t, _, out) => write(t, out) }, none);
  return (s) => shift[s] - origin + left[s];
};

/** E[Y_t | s] of rewards that are not shifted. @param out zeros, written and returned. # [T + 1, S] */
const meansOf = (
  { model, point, objective: { horizon } }: DiscreteFrame,
  { decay, write }: Pick<FormRewards, "decay" | "write">,
  out: Float64Array,
): Float64Array => {
  const { states: S, actions: A, start, probability, next, terminated } = model;
  const none = new Float64Array(out.length);
  const rewards = new Float64Array(next.length);
  for (let t = horizon - 1; t >= 0; t--) {
    write(t, none, rewards);
    for (let row = 0; row < S * A; row++) {
      let q = 0;
      for (let o = start[row]; o < start[row + 1]; o++)
        q += probability[o] * (rewards[o] + (terminated[o] === 1 ? 0 : decay * out[(t + 1) * S + next[o]]));
      out[t * S + Math.floor(row / A)] += point.probabilities[row] * q;
    }
  }
  return out;
};
