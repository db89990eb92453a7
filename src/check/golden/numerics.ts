import type { Estimator } from "../../estimators/estimator.ts";
import { trajectoriesBehind } from "../../estimators/estimator.ts";
import { norm } from "../../linear-algebra/norm.ts";
import { stream } from "../../random.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { BatchBuffer } from "../../trajectories/batch.ts";
import { accumulate } from "../../transforms/accumulate.ts";
import { natural } from "../../transforms/natural.ts";
import { atMost, type Claim, near } from "../claim.ts";
import { type Golden, type GoldenProblem, goldenProblem, momentsOf, truthOf } from "./problem.ts";

/** Two states and two steps, whose rewards are eighths plus c: no reward is rounded, for c up to 1e12. */
const chainPlus = (c: number): Golden => ({
  environment: {
    kind: "finite-mdp",
    states: ["a", "b"],
    actions: ["x", "y"],
    start: "a",
    transitions: [
      { from: "a", action: "x", to: { a: 0.5, b: 0.5 }, reward: c + 0.25 },
      { from: "a", action: "y", to: "b", reward: c - 0.5 },
      { from: "b", action: "x", to: "a", reward: c + 1 },
      { from: "b", action: "y", to: "b", reward: c + 0.125 },
    ],
  },
  objective: { discount: 0.5, horizon: 2 },
  theta: [0.4, -0.1, 0, 0.7],
});

const total = { kind: "reinforce", return: "total" } as const;
const optimal = { ...total, baseline: { kind: "optimal", fit: "exact" } };
const leaveOneOut = { ...total, baseline: { kind: "leave-one-out" } };

/**
 * What numbers are called, and what rounding leaves of them.
 *
 * @param make, measure another maker of problems, and of exact moments, for tests that plant faults
 */
export function* numerics(make = goldenProblem, measure = momentsOf): Generator<Claim> {
  const parts = make(chainPlus(0));
  for (const [name, options] of Object.entries({
    "leave-one-out": leaveOneOut,
    "the optimal baseline": optimal,
  })) {
    const plain = measure(parts, parts.estimator(options), 2).totalVariance;
    for (const c of [1e6, 1e8]) {
      const shifted = make(chainPlus(c));
      const figure = measure(shifted, shifted.estimator(options), 2).totalVariance;
      yield near(
        `rewards + ${c.toExponential()}: exact variance of ${name} over that of rewards`,
        figure / plain,
        1,
        1e-6,
      );
    }
  }
  yield* namesOf(parts, measure);
}

function* namesOf(parts: GoldenProblem, measure: typeof momentsOf): Generator<Claim> {
  const batch = fourTrajectories();
  const of = (estimator: Estimator): Float64Array => {
    const out = new Float64Array(parts.point.theta.length);
    for (let b = 0; b < estimator.takes.batches; b++) estimator.estimate(batch, parts.point, out, noDraws);
    return out;
  };
  const distance = (a: Float64Array, b: Float64Array) => norm(a.map((x, j) => x - b[j])) / norm(b);
  const make = (options: Parameters<GoldenProblem["estimator"]>[0]) => parts.estimator(options);

  const critic = { kind: "exact" };
  const inner = { kind: "ppo", critic, innerLearningRate: 0.25 } as const;
  const ascent = of(make({ kind: "ppo", critic })).map((x) => 0.25 * x);
  const first = of(make({ ...inner, innerSteps: 1, of: "displacement" }));
  const end = of(make({ ...inner, innerSteps: 1, of: "inner-gradient" }));
  const second = of(make({ ...inner, innerSteps: 2, of: "displacement" }));
  yield atMost("PPO: displacement of one inner step, less α ∇L(θ)", distance(first, ascent), 1e-12);
  const sum = first.map((x, j) => x + 0.25 * end[j]);
  yield atMost("PPO: displacement of two inner steps, less α (∇L(θ) + ∇L(θ₁))", distance(second, sum), 1e-12);

  const normalized = { kind: "reinforce", normalize: "batch", epsilon: 0 } as const;
  const [population, sample] = (["population", "sample"] as const).map((deviation) =>
    norm(of(make({ ...normalized, deviation }))),
  );
  const steps = batch.steps;
  yield near(
    `normalized advantages of ${steps} steps: population over sample deviation`,
    population / sample,
    Math.sqrt(steps / (steps - 1)),
    1e-12,
  );

  const toGo = of(make({ kind: "reinforce" }));
  const trace = of(make({ kind: "gpomdp", beta: 1, rewards: "discounted" }));
  yield atMost("GPOMDP with β = 1 and discounted rewards, less reward-to-go", distance(trace, toGo), 1e-12);

  const context = { point: parts.point, objective: parts.objective, parameters: parts.point.theta.length };
  const weight = 1 + parts.objective.discount; // Σ_t γᵗ of two steps
  const perTrajectory = of(natural({ fisher: "exact", damping: 0.1 }, context)(make({ kind: "reinforce" })));
  const perStep = of(
    natural({ fisher: "exact", per: "step", damping: 0.1 / weight }, context)(make({ kind: "reinforce" })),
  );
  yield near(
    "natural gradient: F per step over F per trajectory",
    norm(perStep) / norm(perTrajectory),
    weight,
    1e-12,
  );

  const exact = make({ kind: "exact-gradient" });
  yield atMost("exact gradient, less ∇J", distance(of(exact), truthOf(parts)), 0);
  const { biasNorm, totalVariance } = measure(parts, exact, 3);
  yield atMost("exact gradient: bias and variance", biasNorm + totalVariance, 0);

  const four = accumulate(4, parts.point.theta.length)(make({ kind: "reinforce" }));
  yield near("4 batches of 2: trajectories behind an estimate", trajectoriesBehind(four, 2), 8, 0);
  const ratio =
    measure(parts, four, 2).totalVariance / measure(parts, make({ kind: "reinforce" }), 8).totalVariance;
  yield near("4 batches of 2: exact variance over that of a batch of 8", ratio, 1, 1e-12);
}

const noDraws = stream("check", "numerics");

/** Four trajectories of two steps of `chainPlus(0)`. */
const fourTrajectories = (): TrajectoryBatch => {
  const batch = new BatchBuffer();
  const rewards = [0.25, -0.5, 1, 0.125];
  batch.begin(4);
  for (const [i, [states, actions, last]] of (
    [
      [[0, 0], [0, 1], 1],
      [[0, 1], [1, 0], 0],
      [[0, 1], [1, 1], 1],
      [[0, 1], [0, 0], 0],
    ] as const
  ).entries()) {
    const k = batch.reserve(2);
    for (const t of [0, 1]) {
      batch.states[k + t] = states[t];
      batch.actions[k + t] = actions[t];
      batch.rewards[k + t] = rewards[2 * states[t] + actions[t]];
    }
    batch.finish(i, k + 2, last, false);
  }
  return batch;
};
