import { z } from "zod";
import type { Tensor } from "../../bridge/frame.ts";
import { type CriticOptions, criticOptions } from "../../critics/choice.ts";
import { memoryFrom } from "../../critics/critic.ts";
import { OutsideError } from "../../errors/outside-error.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { StateWeight } from "../../problem/objective.ts";
import type { Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import { type EstimatorContext, stateWeightOption } from "../kind.ts";
import { weighBy } from "../state-weight.ts";
import { tensorsOfBatch } from "./tensors-of-batch.ts";

/** What a study may say of an estimator that is somebody else's, whatever answers for it. */
export const answeredOptions = {
  critic: criticOptions.optional().describe("whose values are sent along; none if not given"),
  stateWeight: stateWeightOption,
  average: z
    .enum(["trajectories", "steps"])
    .optional()
    .describe("of advantages: what the sum is divided by; trajectories if not given"),
};

interface AnsweredOptions {
  readonly critic?: CriticOptions | undefined;
  readonly stateWeight?: StateWeight | undefined;
  readonly average?: "trajectories" | "steps" | undefined;
}

/** A batch that somebody else's code is asked about. */
export interface Question {
  readonly batch: TrajectoryBatch;
  readonly point: Point;
  /** The batch as it is sent: views, valid until the next batch. */
  readonly tensors: readonly Tensor[];
  /** Of the draws of the code's own; a whole number below 2³². */
  readonly seed: number;
  /** Weight that scores get where the answer is one of advantages. */
  readonly stateWeight: StateWeight;
}

/**
 * A gradient [P] of ascent; that of each trajectory [n, P], whose mean is taken; or the weights of the scores [steps], which
 * get the state weight and are averaged as ours are.
 */
export interface Answer {
  readonly of: "gradient" | "gradients" | "weights";
  readonly values: ArrayLike<number>;
  /** What a message calls it, if not by what it is. */
  readonly name?: string;
}

/** Seeds are below this. */
const SEEDS = 2 ** 32;

/**
 * An estimator whose estimates somebody else makes. Nothing is known of them, so there is no exact bias, but their mean is
 * compared with ∇J as ever. What is not finite is an estimate without a value; an answer of another length ends the run.
 *
 * @param answer asked once for each batch @throws OutsideError where it has none
 */
export const answeredEstimator = (
  { critic: values, average, ...chosen }: AnsweredOptions,
  { objective, critic: criticOf }: EstimatorContext,
  answer: (question: Question) => Answer,
): Estimator => {
  const critic = values && criticOf(values);
  const stateWeight = chosen.stateWeight ?? objective.stateWeight;
  const weigh = weighBy(stateWeight, objective.discount);
  const tensorsOf = tensorsOfBatch(critic);
  let weights = new Float64Array(0);
  return {
    estimand: { stateWeight, unbiased: false },
    takes: ANY_BATCH,
    law: { kind: "unknown" },
    ...(critic && memoryFrom(critic)),
    estimate(batch, point, out, random) {
      const seed = Math.floor(random.next() * SEEDS); // also where nothing reads it: what draws is not enumerated
      const answered = answer({ batch, point, tensors: tensorsOf(batch, point), seed, stateWeight });
      needLength(answered, batch, out.length);
      if (answered.of !== "weights") {
        meanOf(answered.values, out);
        return 0;
      }
      weights = ensureLength(weights, batch.steps);
      weights.set(answered.values);
      weigh(batch, weights);
      point.weightedScores(batch, 0, batch.steps, [weights], [out]);
      const count = average === "steps" ? batch.steps : batch.trajectories;
      for (let j = 0; j < out.length; j++) out[j] /= count;
      return 0;
    },
  };
};

/** @throws RangeError for what nothing would read: a gradient has a divisor and weights of its own */
export const refuseUnread = ({ stateWeight, average }: AnsweredOptions, where: string): void => {
  for (const [option, value] of Object.entries({ stateWeight, average }))
    if (value !== undefined) throw new RangeError(`${option} goes with ${where}, and only with it`);
};

/** @throws OutsideError for an answer of another length */
const needLength = (
  { of, values, name = of }: Answer,
  { steps, trajectories: n }: TrajectoryBatch,
  P: number,
): void => {
  const lengths = {
    weights: [steps, `the batch has ${steps} steps`],
    gradient: [P, `θ has ${P} parameters`],
    gradients: [n * P, `${n} trajectories and θ of ${P} make ${n * P}`],
  } as const;
  const [length, expected] = lengths[of];
  if (values.length !== length)
    throw new OutsideError(`${name} has the length ${values.length}; ${expected}`);
};

/** The mean of the rows. @param values [n, P] @param out [P] */
const meanOf = (values: ArrayLike<number>, out: Float64Array): void => {
  const P = out.length;
  out.fill(0);
  for (let i = 0; i < values.length; i++) out[i % P] += values[i];
  const rows = values.length / P;
  for (let j = 0; j < P; j++) out[j] /= rows;
};
