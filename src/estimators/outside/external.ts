import { z } from "zod";
import { ENTRIES } from "../../bridge/entries.ts";
import type { Tensor } from "../../bridge/frame.ts";
import { criticOptions } from "../../critics/choice.ts";
import { memoryFrom } from "../../critics/critic.ts";
import { OutsideError } from "../../errors/outside-error.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { weighBy } from "../state-weight.ts";
import { tensorsOfBatch } from "./tensors-of-batch.ts";

const options = z.strictObject({
  command: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      "program and its words, which no shell reads, such as [python3, my_loss.py]; files are relative to the study",
    ),
  entry: z
    .enum(ENTRIES)
    .optional()
    .describe("function of the file that is asked; the first that it defines if not given"),
  critic: criticOptions.optional().describe("whose values are sent along; none if not given"),
  timeout: z.number().positive().default(60).describe("seconds that one answer may take"),
  stateWeight: stateWeightOption,
  average: z
    .enum(["trajectories", "steps"])
    .optional()
    .describe("of advantages: what the sum is divided by; trajectories if not given"),
  digest: z
    .string()
    .optional()
    .describe("SHA-256 of the command's files; filled in, so that a changed file is another study"),
});
type Options = z.output<typeof options>;

/** Draws are whole numbers below this. */
const SEEDS = 2 ** 32;

/**
 * The answer of a program of somebody else: a gradient [P] of ascent, that of each trajectory [n, P], or the weights of the
 * scores [steps], which get the state weight and are averaged as ours are. Whoever names a command runs it: it may do all that
 * the user may. Nothing is known of what it answers, so there is no exact bias, but the mean is compared with ∇J as ever.
 *
 * An answer that is not finite is an estimate without a value. No answer, or one of another length, ends the run.
 */
export const external = {
  summary: "the answer of a program of yours, such as a loss in PyTorch: one process, asked batch by batch",
  options,
  create(chosen: Options, context: EstimatorContext): Estimator {
    const { objective, outside } = context;
    refuse(chosen);
    if (outside === undefined) throw new RangeError("external is for the estimators of a run");
    const ask = outside(chosen);
    const critic = chosen.critic && context.critic(chosen.critic);
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
        const seed = Math.floor(random.next() * SEEDS);
        const { tensors } = ask(tensorsOf(batch, point), {
          seed: String(seed),
          discount: String(objective.discount),
          horizon: String(objective.horizon),
          state_weight: stateWeight,
          group_size: String(batch.groupSize),
          policy: JSON.stringify(shapeOf(point)),
        });
        const answered = answerOf(tensors, batch, out.length);
        if (answered.name !== "weights") {
          meanOf(answered.values, out);
          return 0;
        }
        weights = ensureLength(weights, batch.steps);
        weights.set(answered.values);
        weigh(batch, weights);
        point.weightedScores(batch, 0, batch.steps, [weights], [out]);
        const count = chosen.average === "steps" ? batch.steps : batch.trajectories;
        for (let j = 0; j < out.length; j++) out[j] /= count;
        return 0;
      },
    };
  },
} satisfies EstimatorKind;

/** @throws RangeError for what nothing would read: a loss and a gradient have a divisor and weights of their own */
const refuse = ({ entry, stateWeight, average }: Options): void => {
  if (entry === "advantages") return;
  for (const [option, value] of Object.entries({ stateWeight, average }))
    if (value !== undefined) throw new RangeError(`${option} goes with entry: advantages, and only with it`);
};

/** What an outside policy is made from. */
const shapeOf = ({ policy }: Point): object => {
  if (!("observationSize" in policy))
    return { kind: policy.kind, states: policy.states, actions: policy.actions };
  const { kind, observationSize, hidden, action } = policy;
  return { kind, observations: observationSize, hidden, action: { count: action.count, size: action.size } };
};

/** The array that was answered. @throws OutsideError if there is none, or of another length */
const answerOf = (
  tensors: ReadonlyMap<string, Tensor>,
  { steps, trajectories: n }: TrajectoryBatch,
  P: number,
): Tensor => {
  const lengths = {
    weights: [steps, `the batch has ${steps} steps`],
    gradient: [P, `θ has ${P}`],
    gradients: [n * P, `${n} trajectories and θ of ${P} make ${n * P}`],
  } as const;
  for (const [name, [length, expected]] of Object.entries(lengths)) {
    const tensor = tensors.get(name);
    if (tensor === undefined) continue;
    const { length: got } = tensor.values;
    if (got !== length) throw new OutsideError(`${name} has ${got} numbers; ${expected}`);
    return tensor;
  }
  throw new OutsideError("answered neither gradient nor weights nor gradients");
};

/** The mean of the rows. @param values [n, P] @param out [P] */
const meanOf = (values: Tensor["values"], out: Float64Array): void => {
  const P = out.length;
  out.fill(0);
  for (let i = 0; i < values.length; i++) out[i % P] += values[i];
  const rows = values.length / P;
  for (let j = 0; j < P; j++) out[j] /= rows;
};
