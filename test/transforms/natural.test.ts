import { describe, expect, it } from "vitest";
import { ANY_BATCH, type Estimator } from "../../src/estimators/estimator.ts";
import type { StateWeight } from "../../src/problem/objective.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { fisherOf } from "../../src/transforms/fisher.ts";
import { type FisherSource, visitsOf } from "../../src/transforms/visits.ts";
import { truthOf } from "../moments.ts";
import { largest } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { draws, estimatorOf } from "../problems/estimator-of.ts";
import { endingAnywhere, threeStates } from "../problems/index.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";
import { runsOf } from "../problems/runs-of.ts";
import { allPaths, pack, scoreOf } from "../problems/trajectories.ts";
import { momentsOverPaths, saying, transformed } from "./making.ts";

/** F with the part above the diagonal filled in. # [P, P] */
const fisherMatrix = (problem: Problem, source: FisherSource, estimator = saying([0])): Float64Array => {
  const { point, policy, objective } = problem;
  const P = policy.parameters;
  const visits = visitsOf({ fisher: source }, { point, objective, parameters: P }, estimator);
  for (const path of source === "batch" ? allPaths(problem).slice(0, 3) : []) visits.see!(pack([path]));
  visits.update(point);
  const out = new Float64Array(P * P);
  fisherOf(policy).matrix(point.probabilities, visits.table, out);
  for (let i = 0; i < P; i++) for (let j = i + 1; j < P; j++) out[i * P + j] = out[j * P + i];
  const diagonal = new Float64Array(P);
  fisherOf(policy).diagonal(point.probabilities, visits.table, diagonal);
  for (let j = 0; j < P; j++) expect(diagonal[j]).toBeCloseTo(out[j * P + j], 14);
  return out;
};

const outer = (a: Float64Array, b: Float64Array, weight: number, out: Float64Array) => {
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) out[i * b.length + j] += weight * x * y;
};

const contexts = problemOf(
  environmentOf("contextual-bernoulli"),
  [0.7, -1.2],
  { discount: 1, horizon: 1 },
  "bernoulli",
);
const problems = {
  "the three-state chain": threeStates(),
  "a problem that may end at any step": endingAnywhere(),
  "the Bernoulli-logistic policy": contexts,
};

describe.each(Object.entries(problems))("the exact Fisher information of %s", (_, problem) => {
  const P = problem.policy.parameters;

  it("without γᵗ is that of the distribution of trajectories, E[S Sᵀ] with S the sum of scores", () => {
    const expected = new Float64Array(P * P);
    for (const { states, actions, probability } of allPaths(problem)) {
      const sum = new Float64Array(P);
      for (const [t, state] of states.entries())
        for (const [j, x] of scoreOf(problem, state, actions[t]).entries()) sum[j] += x;
      outer(sum, sum, probability, expected);
    }
    const fisher = fisherMatrix(problem, "exact", sayingFor("none"));
    expect(largest(fisher.map((x, j) => x - expected[j]))).toBeLessThan(1e-14);
  });

  it("with γᵗ is E[Σ γᵗ ψ ψᵀ]", () => {
    const expected = new Float64Array(P * P);
    for (const { states, actions, probability } of allPaths(problem)) {
      for (const [t, state] of states.entries()) {
        const score = scoreOf(problem, state, actions[t]);
        outer(score, score, probability * problem.objective.discount ** t, expected);
      }
    }
    expect(largest(fisherMatrix(problem, "exact").map((x, j) => x - expected[j]))).toBeLessThan(1e-14);
  });

  it("is the mean of the batch's", () => {
    const { discount } = problem.objective;
    for (const stateWeight of ["discounted", "none"] as const) {
      const expected = new Float64Array(P * P);
      for (const { states, actions } of allPaths(problem).slice(0, 3)) {
        for (const [t, state] of states.entries()) {
          const score = scoreOf(problem, state, actions[t]);
          outer(score, score, (stateWeight === "none" ? 1 : discount ** t) / 3, expected);
        }
      }
      const fisher = fisherMatrix(problem, "batch", sayingFor(stateWeight, 3));
      expect(largest(fisher.map((x, j) => x - expected[j]))).toBeLessThan(1e-14);
    }
  });

  it("makes (F + λI)⁻¹ ∇J the mean of the natural gradient", () => {
    const damping = 0.01;
    const estimator = transformed(problem, estimatorOf(problem, { kind: "reinforce" }), {
      kind: "natural",
      damping,
    });
    const { mean } = momentsOverPaths(problem, estimator);
    const fisher = fisherMatrix(problem, "exact");
    const back = mean.map((x, i) => damping * x + mean.reduce((sum, y, j) => sum + fisher[i * P + j] * y, 0));
    const truth = truthOf(problem);
    expect(largest(back.map((x, j) => x - truth[j]))).toBeLessThan(1e-13);
  });
});

const sayingFor = (stateWeight: StateWeight, batches = 1): Estimator => ({
  ...saying([0]),
  estimand: { stateWeight, unbiased: true },
  takes: { ...ANY_BATCH, batches },
});

describe("options of the Fisher information", () => {
  const problem = endingAnywhere();
  const visitsFor = (options: Parameters<typeof visitsOf>[0], stateWeight: "discounted" | "none") => {
    const { point, objective } = problem;
    const context = { point, objective, parameters: 4 };
    const visits = visitsOf(options, context, sayingFor(stateWeight));
    if (options.fisher === "batch") visits.see!(pack(allPaths(problem).slice(0, 3)));
    visits.update(point);
    return [...visits.table];
  };

  it.each(["exact", "batch"] as const)(
    "weighting takes the place of the estimator's state weight: %s",
    (fisher) => {
      const plain = visitsFor({ fisher }, "none");
      expect(visitsFor({ fisher, weighting: "none" }, "discounted")).toEqual(plain);
      expect(visitsFor({ fisher }, "discounted")).not.toEqual(plain);
      expect(visitsFor({ fisher, weighting: "discounted" }, "none")).toEqual(
        visitsFor({ fisher }, "discounted"),
      );
    },
  );

  it.each(["exact", "batch"] as const)("per step they are parts of all (weighted) steps: %s", (fisher) => {
    const whole = visitsFor({ fisher }, "discounted");
    const steps = whole.reduce((sum, x) => sum + x, 0);
    expect(steps).toBeGreaterThan(1);
    for (const [row, part] of visitsFor({ fisher, per: "step" }, "discounted").entries())
      expect(part).toBeCloseTo(whole[row] / steps, 15);
    if (fisher === "exact") {
      const length = allPaths(problem).reduce((sum, path) => sum + path.probability * path.states.length, 0);
      expect(visitsFor({ fisher }, "none").reduce((sum, x) => sum + x, 0)).toBeCloseTo(length, 13);
    }
  });

  it("reach the transform: per step, with λ in proportion, it is the natural gradient times the mean length", () => {
    const steps = visitsFor({ fisher: "exact" }, "discounted").reduce((sum, x) => sum + x, 0);
    const gradientOf = (options: object) => {
      const out = new Float64Array(4);
      const estimator = transformed(problem, saying([1, -2, 3, 0.5]), { kind: "natural", ...options });
      estimator.estimate(pack(allPaths(problem)), problem.point, out, draws);
      return out;
    };
    const perStep = gradientOf({ per: "step", damping: 0.01 / steps });
    const perTrajectory = gradientOf({ damping: 0.01 });
    for (const [j, x] of perStep.entries()) expect(x / (steps * perTrajectory[j])).toBeCloseTo(1, 10);
    expect(gradientOf({ weighting: "none", damping: 0.01 })).not.toEqual(perTrajectory);
  });
});

describe("the natural gradient", () => {
  it("of a bandit's softmax is the reward of each arm minus their plain mean, whatever π is", () => {
    const rewards = [0.2, 0.5, 0.9];
    const bandit = problemOf(environmentOf("bernoulli-bandit"), [0.3, -1, 2], { discount: 1, horizon: 1 });
    const damping = 1e-9;
    const estimator = transformed(bandit, saying([...truthOf(bandit)]), {
      kind: "natural",
      damping,
    });
    const out = new Float64Array(3);
    estimator.estimate(pack(allPaths(bandit)), bandit.point, out, draws);
    for (const [a, x] of out.entries()) expect(x).toBeCloseTo(rewards[a] - 1.6 / 3, 6);
  });

  it("follows θ as it moves", () => {
    const problem = threeStates();
    const natural = { kind: "natural", damping: 0.1 };
    const moving = transformed(problem, saying([1, 2, 3, 4, 5, 6]), natural);
    const [before, after, fresh] = Array.from({ length: 3 }, () => new Float64Array(6));
    const batch = pack(allPaths(problem));
    moving.estimate(batch, problem.point, before, draws);
    problem.point.theta[1] = -1;
    problem.point.moveTo(problem.point.theta);
    moving.estimate(batch, problem.point, after, draws);
    transformed(problem, saying([1, 2, 3, 4, 5, 6]), natural).estimate(batch, problem.point, fresh, draws);
    expect(after).toEqual(fresh);
    expect(after).not.toEqual(before);
  });
});

describe("a study is told", () => {
  const study = (transform: object, environment: object) => ({
    environment,
    agents: [{ name: "a", estimator: { kind: "reinforce", transforms: [transform] }, iterations: 1 }],
    policy: { kind: "softmax" },
  });

  it("that the natural gradient has a largest number of parameters", () => {
    expect(() => setUp(runsOf(study({ kind: "natural" }, { kind: "taxi" }))[0])).toThrow(
      "natural solves for all parameters at once, for at most 512 of them; θ has 3000",
    );
  });

  it.each(["natural", "fisher-mask"])("that the exact Fisher information of %s needs a model", (kind) => {
    const { model: _, thresholds: __, ...modelless } = environmentOf("frozen-lake");
    const options = kind === "natural" ? {} : { keep: 0.5 };
    const run = runsOf(study({ kind, ...options }, { kind: "frozen-lake" }))[0];
    expect(() => setUp(run, modelless)).toThrow(
      'fisher "exact" needs an environment with a model; "batch" does not',
    );
    const batch = runsOf(study({ kind, ...options, fisher: "batch" }, { kind: "frozen-lake" }))[0];
    expect(() => setUp(batch, modelless)).not.toThrow();
  });
});
