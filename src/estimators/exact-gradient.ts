import { z } from "zod";
import { ANY_BATCH, type Estimator } from "./estimator.ts";
import type { EstimatorContext, EstimatorKind } from "./kind.ts";

/**
 * The exact ∇J(θ) in place of an estimate: what full gradient ascent follows, to be compared with the stochastic one. It
 * takes no trajectories: its environment steps are 0, whatever batch is drawn beside it. No bias, no variance.
 *
 * Where no exact gradient is known, setting it up is refused; see `Law`.
 */
export const exactGradient = {
  summary: "the exact gradient itself, where it is known: full gradient ascent; takes no trajectories",
  options: z.strictObject({}),
  create: (_: object, { objective }: EstimatorContext): Estimator => ({
    estimand: { stateWeight: objective.stateWeight, unbiased: true },
    takes: { ...ANY_BATCH, simulates: true },
    law: { kind: "truth" },
    estimate(_batch, { exact }, out) {
      if (exact === undefined)
        throw new RangeError("exact-gradient needs a problem whose exact gradient is known");
      exact.gradient(out);
      return 0;
    },
  }),
} satisfies EstimatorKind;
