import { environments } from "../../envs/index.ts";
import { partsOf, truthOf } from "../../src/check/golden/problem.ts";
import { exactMoments } from "../../src/truth/moments/exact-moments.ts";

const garnet = (states: number, actions: number) =>
  ({ kind: "garnet", states, actions, branching: 3, seed: 0 }) as const;

/** What is timed, at θ = 0. */
const PROBLEMS = {
  "FrozenLake 8x8, T = 200": {
    environment: { kind: "frozen-lake", map: "8x8", slippery: true },
    horizon: 200,
  },
  "Taxi, T = 200": { environment: { kind: "taxi" }, horizon: 200 },
  "Garnet S = 100, A = 4, T = 100": { environment: garnet(100, 4), horizon: 100 },
  "Garnet S = 200, A = 4, T = 100": { environment: garnet(200, 4), horizon: 100 },
  "Garnet S = 100, A = 8, T = 100": { environment: garnet(100, 8), horizon: 100 },
  "Garnet S = 100, A = 4, T = 200": { environment: garnet(100, 4), horizon: 200 },
} as const;

const timed = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

/** Milliseconds for ∇J, and for the exact moments of reward-to-go, by problem. */
export function* truth(): Generator<{ problem: string; gradient: number; moments: number }> {
  for (const [problem, { environment, horizon }] of Object.entries(PROBLEMS)) {
    const { states, actions } = environments[environment.kind].create(environment as never);
    const theta = new Array<number>(states * actions).fill(0);
    const parts = partsOf({ environment, objective: { discount: 0.99, horizon }, theta });
    const model = parts.environment.model;
    if (model === undefined) continue;
    let truth = new Float64Array(0);
    const gradient = timed(() => {
      truth = Float64Array.from(truthOf(parts));
    });
    const estimator = parts.estimator({ kind: "reinforce" });
    const moments = timed(() => exactMoments(model, parts.at, parts.objective, 1, truth)(estimator, 1));
    yield { problem, gradient, moments };
  }
}
