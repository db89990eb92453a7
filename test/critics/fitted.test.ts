import { describe, expect, it } from "vitest";
import type { Critic, Fit } from "../../src/critics/critic.ts";
import { critics } from "../../src/critics/index.ts";
import { actionsLookedUp } from "../../src/critics/tables/action-table.ts";
import { lstd, oneHot } from "../../src/critics/tables/lstd.ts";
import { monteCarlo } from "../../src/critics/tables/monte-carlo.ts";
import { monteCarloQ } from "../../src/critics/tables/monte-carlo-q.ts";
import { sarsa } from "../../src/critics/tables/sarsa.ts";
import { td } from "../../src/critics/tables/td.ts";
import { tdLambda } from "../../src/critics/tables/td-lambda.ts";
import { solve } from "../../src/linear-algebra/gauss.ts";
import type { Objective } from "../../src/problem/objective.ts";
import { largest, normals } from "../numbers.ts";
import { sampler } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { problemOf } from "../problems/problem-of.ts";
import { pack } from "../problems/trajectories.ts";
import { anywhere, twoTrajectories, valuesOf } from "./two-trajectories.ts";
import { criticOf } from "./vectors.ts";

const half: Objective = { discount: 0.5, horizon: 9, stateWeight: "discounted" };
const uniform = problemOf(threeStates().environment, [0, 0, 0, 0, 0, 0], half).point;
const one = pack([{ states: [0], actions: [0], rewards: [4], last: 1, terminated: true }]);
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  largest(Array.from(a, (x, i) => x - b[i]).concat(a.length - b.length));

/** Q of the states 0, 1 and 2, action by action. */
const actionValuesOf = (critic: Critic, point = uniform): number[] => {
  const states = [0, 1, 2];
  const batch = pack([{ states, actions: [0, 0, 0], rewards: [0, 0, 0], last: 0, terminated: false }]);
  const out = new Float64Array(6);
  critic.actionValues!(batch, point, out);
  return [...out];
};

describe("TD(λ)", () => {
  it("moves all states that were visited by α δ times their trace, which decays by γλ", () => {
    const critic = tdLambda(3, half, 0.5, 0.5);
    critic.memory!.update(twoTrajectories, anywhere);
    // δ = 1: V(0) = .5. δ = 0.25: V(1) = 0.125, V(0) = 0.5 + 0.125·¼ = .53125. δ = 3.46875, traces 1 + ¹⁄₁₆ and ¼:
    // V(0) = 2.3740234375, V(1) = .55859375. δ = −1.55859375: V(1) = −.220703125.
    // δ = 3.18701171875: V(2) = 1.593505859375, V(1) = −0.220703125 + 1.593505859375/4
    expect(valuesOf(critic)).toEqual([2.3740234375, 0.17767333984375, 1.593505859375]);
  });

  it("is TD(0) with λ = 0, also where γ = 0", () => {
    const problem = threeStates();
    for (const objective of [half, { ...half, discount: 0 }]) {
      const [a, b] = [tdLambda(3, objective, 0, 0.3), td(3, objective, 0.3)];
      for (let i = 0; i < 5; i++) {
        const batch = sampler(problem, "test", "td-lambda", i)(8);
        a.memory!.update(batch, anywhere);
        b.memory!.update(batch, anywhere);
      }
      expect(valuesOf(a)).toEqual(valuesOf(b));
    }
  });

  it("with λ = 1 moves the first state of a long trajectory towards its return", () => {
    const critic = tdLambda(3, half, 1, 0.001);
    const path = pack([
      { states: [0, 1, 2], actions: [0, 0, 0], rewards: [1, 2, 4], last: 0, terminated: true },
    ]);
    critic.memory!.update(path, anywhere);
    expect(distance(valuesOf(critic), [0.003, 0.004, 0.004])).toBeLessThan(1e-5); // G = 3, 4, 4
  });
});

describe("LSTD", () => {
  it("solves the Bellman equations of the mean transition", () => {
    // V(0) = (1 + ½ V(1) + 4)/2, V(1) = (½ V(0) − 1 + ½ V(2))/2, V(2) = 2 + ½ V(0)
    const critic = lstd(3, oneHot(3), half, 1e-12, 1);
    critic.memory!.update(twoTrajectories, anywhere);
    expect(distance(valuesOf(critic), [80 / 29, 30 / 29, 98 / 29])).toBeLessThan(1e-9);
  });

  it("fits weights of any features: with one that is always 1, Σ r / Σ (1 − γ)", () => {
    const critic = lstd(3, Float64Array.of(1, 1, 1), half, 1e-12, 1);
    critic.memory!.update(twoTrajectories, anywhere); // 6 / (4·½ + 1)
    expect(distance(valuesOf(critic), [2, 2, 2])).toBeLessThan(1e-9);
  });

  it("adds the ridge to the diagonal, and leaves states that were not seen at zero", () => {
    const critic = lstd(3, oneHot(3), half, 1, 1);
    critic.memory!.update(one, anywhere); // (1 + 1) w = 4
    expect(valuesOf(critic)).toEqual([2, 0, 0]);
  });

  it("keeps what it saw before with the weight `decay` per batch", () => {
    const critic = lstd(3, oneHot(3), half, 1, 0.5);
    critic.memory!.update(one, anywhere);
    critic.memory!.update(one, anywhere); // (½ + 1 + 1) w = ½·4 + 4
    expect(valuesOf(critic)).toEqual([2.4, 0, 0]);
  });

  it("solves linear systems, with rows in any order", () => {
    const x = normals(5, "x");
    const M = normals(25, "M").map((m, k) => (k % 6 === 0 ? 0 : m)); // zeros on the diagonal
    const y = x.map((_, r) => x.reduce((sum, v, c) => sum + M[5 * r + c] * v, 0));
    solve(M.slice(), y);
    expect(distance(y, x)).toBeLessThan(1e-12);
    expect(() => solve(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 1))).toThrow(RangeError);
  });
});

describe("SARSA", () => {
  it("moves Q(s,a) towards r + γ Q(s',a'), and towards the expectation after a truncation", () => {
    const critic = sarsa(3, 2, half, 0.5);
    critic.memory!.update(twoTrajectories, uniform);
    // as TD(0) with the only action 0, but for Q(2, 0) = ½ (2 + ½ (½·2.25 + ½·0))
    expect(actionValuesOf(critic)).toEqual([2.25, 0, -0.4375, 0, 1.28125, 0]);
    expect(valuesOf(critic, uniform)).toEqual([1.125, -0.21875, 0.640625]); // V = Σ π Q
    expect([...critic.table!(uniform).subarray(3, 6)]).toEqual([1.125, -0.21875, 0.640625]);
    expect([...critic.actionTable!(uniform).subarray(6, 12)]).toEqual(actionValuesOf(critic));
  });
});

describe("Monte Carlo of action values", () => {
  it("moves Q(s,a) by α (G − Q(s,a)) at every visit, from the last to the first", () => {
    const critic = monteCarloQ(3, 2, half, 0.5);
    critic.memory!.update(twoTrajectories, uniform);
    expect(actionValuesOf(critic)).toEqual([2, 0, 0.5, 0, 1, 0]);
  });
});

describe("a critic that is fitted to one batch", () => {
  const makers: Record<string, (fit: Fit) => Critic> = {
    "monte-carlo": (fit) => monteCarlo(3, half, 0.5, fit),
    td: (fit) => td(3, half, 0.5, fit, 2),
    "td-lambda": (fit) => tdLambda(3, half, 0.5, 0.5, fit, 2),
    lstd: (fit) => lstd(3, oneHot(3), half, 1e-12, 1, fit),
    sarsa: (fit) => sarsa(3, 2, half, 0.5, fit, 2),
    "monte-carlo-q": (fit) => monteCarloQ(3, 2, half, 0.5, fit),
    "boosted-trees": (fit) => criticOf({ kind: "boosted-trees", minimumLeaf: 1, fit }, threeStates()),
  };
  const evaluated = (critic: Critic, batch = twoTrajectories) => {
    const [values, ends] = [new Float64Array(batch.steps), new Float64Array(batch.trajectories)];
    critic.evaluate(batch, uniform, values, ends);
    return [...values, ...ends];
  };

  it("is every kind but the exact one, the fixed one and those of observations", () => {
    const others = ["exact", "fixed", "linear", "perceptron", "fitted"];
    expect([...others, ...Object.keys(makers)].sort()).toEqual(Object.keys(critics).sort());
  });

  it("takes the plain mean of returns, by Monte Carlo", () => {
    const critic = makers["monte-carlo"]("earlier-batch");
    critic.memory!.update(twoTrajectories, anywhere);
    expect(valuesOf(critic)).toEqual([3, 1, 2]); // of 2 and 4, 2 and 0, 2
    const q = makers["monte-carlo-q"]("earlier-batch");
    q.memory!.update(twoTrajectories, uniform);
    expect(actionValuesOf(q)).toEqual([3, 0, 1, 0, 2, 0]);
  });

  it("passes over the batch as often as it is told to, by TD", () => {
    const [fitted, learned] = [makers.td("earlier-batch"), td(3, half, 0.5)];
    fitted.memory!.update(twoTrajectories, anywhere);
    for (let i = 0; i < 2; i++) learned.memory!.update(twoTrajectories, anywhere);
    expect(valuesOf(fitted)).toEqual(valuesOf(learned));
  });

  it.each(Object.keys(makers))("(%s) forgets what came before, and is zero at first", (kind) => {
    const critic = makers[kind]("earlier-batch");
    expect(critic.fit).toBe("earlier-batch");
    expect(valuesOf(critic, uniform)).toEqual([0, 0, 0]);
    critic.memory!.update(twoTrajectories, uniform);
    const first = evaluated(critic);
    critic.memory!.update(one, uniform);
    expect(evaluated(critic)).not.toEqual(first);
    critic.memory!.update(twoTrajectories, uniform);
    expect(evaluated(critic)).toEqual(first);
  });

  it.each(Object.keys(makers))(
    "(%s) gives its own batch what the earlier one would have given it",
    (kind) => {
      const [own, earlier] = [makers[kind]("same-batch"), makers[kind]("earlier-batch")];
      expect(own.memory).toBeUndefined();
      earlier.memory!.update(twoTrajectories, uniform);
      evaluated(own, one);
      expect(evaluated(own)).toEqual(evaluated(earlier));
      if (own.actionValues === undefined) return;
      const [a, b] = [own, earlier].map((critic) => {
        const out = new Float64Array(2 * twoTrajectories.steps);
        critic.actionValues!(twoTrajectories, uniform, out);
        return out;
      });
      expect(a).toEqual(b);
    },
  );
});

describe("the options of a critic", () => {
  const context = threeStates();
  it("refuse what nothing would read", () => {
    expect(() => critics.td.create({ learningRate: 0.1, fit: "training", sweeps: 3 }, context)).toThrow(
      new RangeError('sweeps is read with fit earlier-batch or same-batch only; fit is "training"'),
    );
    expect(() => critics["monte-carlo"].create({ learningRate: 0.1, fit: "same-batch" }, context)).toThrow(
      new RangeError('learningRate is read with fit training only; fit is "same-batch"'),
    );
    const options = { features: "one-hot", ridge: 1, fit: "earlier-batch", decay: 0.5 } as const;
    expect(() => critics.lstd.create(options, context)).toThrow(
      new RangeError('decay is read with fit training only; fit is "earlier-batch"'),
    );
  });

  it("refuse features that the environment does not have", () => {
    const options = { features: "environment", ridge: 1, fit: "training" } as const;
    expect(() => critics.lstd.create(options, context)).toThrow(
      new RangeError('features "environment" needs features of the states; finite-mdp has none'),
    );
  });
});

describe("a table of action values", () => {
  it("changes its values of states with the policy, at once", () => {
    const critic = actionsLookedUp(Float64Array.of(1, 3, 0, 0, 0, 0), 2, 3);
    expect(valuesOf(critic, uniform)[0]).toBe(2);
    const greedy = problemOf(threeStates().environment, [-50, 50, 0, 0, 0, 0], half).point;
    expect(valuesOf(critic, greedy)[0]).toBe(3);
  });
});
