import { z } from "zod";
import type { EstimatorContext, EstimatorKind } from "./kind.ts";

const none = z.strictObject({});

/**
 * The estimator of the agent itself under another name, in a probe: of an update from steps the score times its advantage at
 * θ, before any minibatch.
 */
export const agent = {
  summary:
    "the agent's own estimator, in a probe: of PPO and the like score times advantage, before any minibatch",
  options: none,
  create: (_: unknown, context: EstimatorContext) => ofAgent(context, "agent").estimator(),
} satisfies EstimatorKind;

/**
 * The way that a whole update of the agent goes with a batch, over its step size, in a probe: its optimizer, minibatches and
 * clips included.
 *
 * Source: Ilyas et al. (2020), §3, on computed steps.
 */
export const displacement = {
  summary:
    "the way of a whole update of the agent, over its step size, in a probe: optimizer, minibatches, clips and all",
  options: none,
  create: (_: unknown, context: EstimatorContext) => ofAgent(context, "displacement").displacement(),
} satisfies EstimatorKind;

/** @throws RangeError outside of a probe */
const ofAgent = ({ own }: EstimatorContext, kind: string) => {
  if (own === undefined) throw new RangeError(`${kind} is for estimators of the probe`);
  return own;
};
