import { z } from "zod";
import { ENTRIES } from "../../bridge/entries.ts";
import type { Tensor } from "../../bridge/frame.ts";
import { OutsideError } from "../../errors/outside-error.ts";
import type { Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { type Answer, answeredEstimator, answeredOptions, refuseUnread } from "./answered.ts";
import { metadataOf } from "./metadata-of.ts";

const { critic, stateWeight, average } = answeredOptions;
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
  critic,
  timeout: z.number().positive().default(60).describe("seconds that one answer may take"),
  stateWeight,
  average,
  digest: z
    .string()
    .optional()
    .describe("SHA-256 of the command's files; filled in, so that a changed file is another study"),
});

/**
 * The answer of a program of somebody else: a gradient [P] of ascent, that of each trajectory [n, P], or the weights of the
 * scores [steps]. Whoever names a command runs it: it may do all that the user may.
 */
export const external = {
  summary: "the answer of a program of yours, such as a loss in PyTorch: one process, asked batch by batch",
  options,
  create(chosen: z.output<typeof options>, context: EstimatorContext): Estimator {
    const { outside } = context;
    if (chosen.entry !== "advantages") refuseUnread(chosen, "entry: advantages");
    if (outside === undefined) throw new RangeError("external is for the estimators of a run");
    const ask = outside(chosen);
    return answeredEstimator(chosen, context, (question) =>
      answerOf(ask(question.tensors, metadataOf(question)).tensors),
    );
  },
} satisfies EstimatorKind;

/** The array that was answered. @throws OutsideError if there is none */
const answerOf = (tensors: ReadonlyMap<string, Tensor>): Answer => {
  for (const of of ["weights", "gradient", "gradients"] as const) {
    const tensor = tensors.get(of);
    if (tensor) return { of, values: tensor.values };
  }
  throw new OutsideError("answered neither gradient nor weights nor gradients");
};
