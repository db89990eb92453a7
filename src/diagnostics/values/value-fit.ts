import type { Point } from "../../problem/point.ts";
import type { Random } from "../../random.ts";
import { returnToGo } from "../../trajectories/returns.ts";
import type { LearnedFrom } from "../../updates/rollouts/learned-from.ts";
import type { Update } from "../../updates/update.ts";
import type { Diagnostic, Measured } from "../diagnostic.ts";
import { jackknife, perStep } from "../variance/jackknife.ts";
import { stepSums } from "../variance/step-sums.ts";
import { explainedPart } from "./explained-variance.ts";

/** Whole trajectories, or pieces of them, with a target and a value of every step. */
interface Compared {
  readonly trajectories: number;
  readonly groupSize: 1;
  readonly offsets: Int32Array; // [n + 1]
  readonly targets: Float64Array; // [steps]
  readonly values: Float64Array; // [steps]
}

/**
 * How well the values of an update fit what they are fitted to, and what they are to mean, after it went over a batch: on that
 * batch and on another one as large. It is tried and taken back.
 *
 *   …_target_explained   1 − Var(T − V)/Var(T), with T the update's own targets, made with V before it,
 *   …_return_explained   the same of discounted returns, at the steps of episodes that ended in the batch,
 *   …_target_error, …_return_error   mean of |V − T|/|T|, which grows without limit where a T is near 0.
 *
 * Rewards are scaled as the update scales them. Standard errors are over trajectories.
 *
 * Source: Ilyas et al. (2020), §3, figure 3.
 *
 * @param draw a batch as the agent draws them, each in memory of its own, which changes nothing that learns
 * @throws RangeError for an update that learns no values from steps
 */
export const valueFit = (
  update: Update,
  point: Point,
  discount: number,
  draw: (role: "batch" | "held out") => Parameters<Update["step"]>[0],
  random: Random,
): Diagnostic[] => {
  const { learned } = update;
  if (learned === undefined)
    throw new RangeError("the fit of values needs an update that learns them from steps");
  const [batch, heldOut] = [draw("batch"), draw("held out")];
  const sets = [
    { where: "batch", batch, targets: learned(batch, point).targets.slice() },
    { where: "held_out", batch: heldOut, targets: learned(heldOut, point).targets.slice() },
  ];
  const before = update.save();
  try {
    const there = point.moved(point.theta);
    update.step(batch, there, random);
    return sets.flatMap(({ where, batch, targets }) => {
      const now = learned(batch, there);
      return [
        ...figures(`${where}_target`, { ...now.steps, groupSize: 1, values: now.values, targets }),
        ...figures(`${where}_return`, endedOnes(now, discount)),
      ];
    });
  } finally {
    update.restore(before);
  }
};

const figures = (name: string, compared: Compared): Diagnostic[] => {
  const { targets, values, offsets, trajectories } = compared;
  const nowhere: Measured = { value: Number.NaN, standardError: Number.NaN };
  const steps = offsets[trajectories];
  const relative = targets.subarray(0, steps).map((t, k) => Math.abs(values[k] - t) / Math.abs(t));
  const explained = steps > 0 ? explainedPart(compared, targets, values) : nowhere;
  const error = steps > 0 ? jackknife(stepSums(compared, relative), 2, perStep) : nowhere;
  return [
    { subject: "agent", name: `${name}_explained`, ...explained },
    { subject: "agent", name: `${name}_error`, ...(Number.isFinite(error.value) ? error : nowhere) },
  ];
};

/** Discounted returns and values at the steps of trajectories that no batch cut. */
const endedOnes = ({ steps, values }: LearnedFrom, discount: number): Compared => {
  const returns = new Float64Array(steps.steps);
  returnToGo(steps, discount, returns);
  const whole = [...steps.cut.subarray(0, steps.trajectories).keys()].filter((i) => steps.cut[i] === 0);
  const offsets = new Int32Array(whole.length + 1);
  const kept = { targets: new Float64Array(steps.steps), values: new Float64Array(steps.steps) };
  for (const [j, i] of whole.entries()) {
    const [from, to] = [steps.offsets[i], steps.offsets[i + 1]];
    kept.targets.set(returns.subarray(from, to), offsets[j]);
    kept.values.set(values.subarray(from, to), offsets[j]);
    offsets[j + 1] = offsets[j] + to - from;
  }
  return { trajectories: whole.length, groupSize: 1, offsets, ...kept };
};
