import { z } from "zod";
import type { LinearQuadraticModel } from "../../../envs/contract/models.ts";
import { growing } from "../../memory/memory.ts";
import { held } from "../../memory/state.ts";
import { linearQuadraticModel } from "../../truth/index.ts";
import { stationaryControl } from "../../truth/linear-quadratic/riccati.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { needGaussian } from "../reparameterized/gaussian-mean.ts";
import { transitionRegression } from "./least-squares.ts";

/**
 * Nominal (certainty-equivalent) control: A and B are estimated by least squares from all transitions so far, and K
 * moves to the optimum of a system that is just like that, with the known costs and an infinite horizon. Its
 * "estimate" is a step, g = K_nominal − K, to be taken with { kind: sgd, learningRate: 1 }; a bias moves to 0, log σ
 * stays. While the transitions do not determine A and B (as without noise of the policy), or nothing stabilizes what
 * they give, θ stays where it is.
 *
 * Source: Recht (2019), A tour of reinforcement learning: the view from continuous control, §4.1; Mania, Tu & Recht
 * (2019), Certainty equivalence is efficient for linear quadratic control.
 */
export const nominalControl = {
  summary: "nominal control of a fitted linear system, as a step: take it with sgd, learning rate 1",
  options: z.strictObject({}),
  create(_: unknown, context: EstimatorContext): Estimator {
    const { environment, policy, shape, size: K } = needGaussian(context, "nominal-control");
    const model = linearQuadraticModel(environment);
    if (model === undefined || environment.observe)
      throw new RangeError(`nominal-control needs a linear-quadratic problem; ${environment.kind} is none`);
    if (shape.mean !== "linear")
      throw new RangeError(`nominal-control needs the policy linear-gaussian; got ${policy.kind}`);
    const { discount, stateWeight } = context.objective;
    const D = environment.stateSize;
    const earlier = transitionRegression(D, K);
    const all = transitionRegression(D, K);
    return {
      estimand: { stateWeight, unbiased: false },
      takes: ANY_BATCH,
      law: { kind: "unknown" },
      estimate(batch, { theta }, out) {
        all.copy(earlier);
        all.add(batch);
        const gain = nominalGain(model, all.coefficients(), discount);
        out.fill(0);
        if (gain === undefined) return 0;
        for (let j = 0; j < K * D; j++) out[j] = gain[j] - theta[j];
        if (shape.bias) for (let j = K * D; j < K * (D + 1); j++) out[j] = -theta[j];
        return 0;
      },
      memory: growing(held({ sums: earlier.sums }), {
        update: (batch) => earlier.add(batch),
        reset: earlier.clear,
      }),
    };
  },
} satisfies EstimatorKind;

/** The best gain for the costs of a model with other dynamics; undefined where there is none. # [K, D] */
const nominalGain = (
  model: LinearQuadraticModel,
  step: Float64Array | undefined,
  discount: number,
): Float64Array | undefined => {
  if (step === undefined) return undefined;
  const D = model.start.length;
  const K = model.B.length / D;
  const A = new Float64Array(D * D);
  const B = new Float64Array(D * K);
  for (let i = 0; i < D; i++) {
    A.set(step.subarray(i * (D + K), i * (D + K) + D), i * D);
    B.set(step.subarray(i * (D + K) + D, (i + 1) * (D + K)), i * K);
  }
  try {
    return stationaryControl({ ...model, A, B }, discount).gain;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
