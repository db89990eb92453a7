import type { Study } from "../../src/config/schema.ts";
import { study } from "./database.ts";

/** A small study whose ∇J is exact, with a probe by pairs at its first and its last θ. */
export const pairsStudy = (change: object): Study =>
  study({
    environment: { kind: "linear-quadratic", preset: "double-integrator" },
    objective: { discount: 0.9, horizon: 10 },
    policy: { kind: "linear-gaussian", deviation: 0.5 },
    agents: [
      {
        ...{ name: "ppo", update: { kind: "ppo", minibatches: 2, epochs: 2, value: { widths: [4] } } },
        ...{ batchSteps: 40, lanes: 2, iterations: 3 },
      },
    ],
    probe: {
      ...{ at: [0, 3], streams: 6, pairs: [20, 80, 320] },
      estimators: [
        { name: "own", kind: "agent" },
        { name: "step", kind: "displacement" },
        {
          name: "fitted",
          kind: "actor-critic",
          lambda: 0.9,
          critic: { kind: "fitted", pairs: 200, widths: [4] },
        },
      ],
    },
    ...change,
  });
