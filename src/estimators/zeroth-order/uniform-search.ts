import { z } from "zod";
import { growing } from "../../memory/memory.ts";
import { held } from "../../memory/state.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { needPlainTrajectories, setsOf } from "../own-trajectories.ts";
import { simulatedReturns } from "./simulated-returns.ts";

const options = z.strictObject({
  limit: z.number().positive().describe("every parameter is drawn from −limit to limit"),
  rollouts: z.int().min(1).default(1).describe("trajectories that a θ is judged by"),
});

/**
 * Uniform random search: θ is drawn uniformly from a box, and the one with the largest mean return so far is kept. Its
 * "estimate" is a step, g = θ_best − θ, to be taken with { kind: sgd, learningRate: 1 }. n trajectories try
 * n/rollouts of them. It remembers the best one and the return it had then: luck is never corrected.
 *
 * Source: Bergstra & Bengio (2012), Random search for hyper-parameter optimization; as a line to compare with, Recht
 * (2019), A tour of reinforcement learning: the view from continuous control.
 */
export const uniformSearch = {
  summary: "uniform random search as a step to the best θ so far: take it with sgd, learning rate 1",
  options,
  create({ limit, rollouts }: z.output<typeof options>, context: EstimatorContext): Estimator {
    needPlainTrajectories(context, "uniform-search");
    const { parameters } = context.policy;
    const source = simulatedReturns(context.at(new Float64Array(parameters)));
    const tried = new Float64Array(parameters);
    const still = new Float64Array(parameters);
    const best = { theta: new Float64Array(parameters), value: Number.NEGATIVE_INFINITY }; // of earlier batches
    const found = { theta: new Float64Array(parameters), value: Number.NEGATIVE_INFINITY }; // with the last one
    const copy = (from: typeof best, to: typeof best) => {
      to.theta.set(from.theta);
      to.value = from.value;
    };
    return {
      estimand: { stateWeight: "discounted", unbiased: false },
      takes: { ...ANY_BATCH, fewest: rollouts, multiple: rollouts, simulates: true },
      law: { kind: "unknown" },
      estimate(batch, { theta }, out, random) {
        const candidates = setsOf(batch, rollouts, "uniform-search");
        copy(best, found);
        source.begin(random);
        for (let c = 0; c < candidates; c++) {
          for (let j = 0; j < parameters; j++) tried[j] = limit * (2 * random.next() - 1);
          let mean = 0;
          for (let i = 0; i < rollouts; i++) mean += source.draw(tried, still, 0, false) / rollouts;
          if (!(mean > found.value)) continue;
          found.theta.set(tried);
          found.value = mean;
        }
        const better = found.value > Number.NEGATIVE_INFINITY;
        for (let j = 0; j < parameters; j++) out[j] = better ? found.theta[j] - theta[j] : 0;
        return source.steps;
      },
      memory: growing(held({ best: held(best), found: held(found) }), {
        update() {
          if (found.value > best.value) copy(found, best);
        },
        reset() {
          best.value = Number.NEGATIVE_INFINITY;
          found.value = Number.NEGATIVE_INFINITY;
        },
      }),
    };
  },
} satisfies EstimatorKind;
