import { z } from "zod";
import { OutsideError } from "../../errors/outside-error.ts";
import type { Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { answeredEstimator, answeredOptions, refuseUnread } from "./answered.ts";

const { stateWeight, average } = answeredOptions;
const options = z.strictObject({
  gradients: z
    .string()
    .min(1)
    .describe(
      "safetensors file of gradients or advantages of the batches of `trueslope batches`; relative to the study",
    ),
  stateWeight,
  average,
  digest: z
    .string()
    .optional()
    .describe("SHA-256 of the file; filled in, so that a changed file is another study"),
});

/**
 * What was computed elsewhere of the batches that `trueslope batches` wrote: an estimator of the same study under the same
 * name is asked about the same batches, and finds each by its content.
 */
export const recorded = {
  summary: "gradients that were computed elsewhere, of the batches that trueslope batches wrote",
  options,
  create(
    { gradients: path, digest, ...chosen }: z.output<typeof options>,
    context: EstimatorContext,
  ): Estimator {
    if (context.recorded === undefined) throw new RangeError("recorded is for the estimators of a run");
    const { answers, keyOf } = context.recorded(path, digest);
    const { parameters } = answers.batches;
    if (answers.of === "gradients") refuseUnread(chosen, "a file of advantages");
    if (parameters !== context.policy.parameters)
      throw new RangeError(`${path} is of ${parameters} parameters; θ has ${context.policy.parameters}`);
    const of = answers.of === "gradients" ? "gradient" : "weights";
    return answeredEstimator(chosen, context, ({ tensors, seed }) => {
      const values = answers.answerTo(keyOf(tensors, seed));
      if (values === undefined)
        throw new OutsideError(
          `${path} does not know this batch: it is of estimator "${answers.batches.estimator}", of a study with the same ` +
            "runs, probes and agents, and of its probes alone",
        );
      return { of, values };
    });
  },
} satisfies EstimatorKind;
