import { z } from "zod";
import { norm } from "../linear-algebra/norm.ts";
import { held, heldTogether } from "../memory/state.ts";
import { isTabular } from "../policies/policy.ts";
import type { UpdateContext, UpdateKind } from "./update.ts";

/**
 * Gradient ascent: an estimate ĝ of one batch, or of the several that it takes, and one step of the optimizer along it.
 * After each batch's estimate the critics that learn along training are taught with it, and so is the normalizer of
 * observations, which changes what the policy sees when θ moves. An estimate that is not finite moves nothing.
 *
 * Source: Williams (1992), Machine Learning 8.
 */
export const ascent = {
  summary: "one step of the optimizer along the estimate",
  options: z.strictObject({}),
  create(_: unknown, context: UpdateContext) {
    const { problem, theta } = context.point;
    const agent = context.estimator();
    const { estimator } = agent;
    const optimizer = context.optimizer(theta.length);
    const normalizer = isTabular(problem.policy) ? undefined : problem.policy.normalizer;
    const gradient = new Float64Array(theta.length);
    const { batches, simulates } = estimator.takes;
    const own = { seen: 0 };
    const state = () =>
      held({
        progress: held(own),
        optimizer,
        ...(normalizer && { normalizer }),
        ...(estimator.memory && { memory: estimator.memory }),
        ...(estimator.unfinished && { unfinished: estimator.unfinished }),
        critics: heldTogether(context.learners().flatMap(({ memory }) => memory ?? [])),
      });
    return {
      estimators: [agent],
      batches,
      save: () => state().save(),
      restore: (saved) => state().restore(saved),
      step(batch, point, random) {
        const simulated = estimator.estimate(batch, point, gradient, random);
        estimator.memory?.update(batch, point);
        const gradientNorm = norm(gradient);
        const finite = Number.isFinite(gradientNorm);
        if (finite) {
          for (const { memory } of context.learners()) memory?.update(batch, point);
          normalizer?.update(batch);
        }
        own.seen = (own.seen + 1) % batches;
        if (own.seen === 0 && finite) {
          optimizer(point.theta, gradient);
          normalizer?.refresh();
          point.moveTo(point.theta);
        }
        return { gradientNorm, envSteps: simulates ? simulated : batch.steps };
      },
    };
  },
} satisfies UpdateKind;
