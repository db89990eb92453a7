import { describe, expect, it } from "vitest";
import { lookedUp } from "../../src/critics/tables/table.ts";
import { largest } from "../numbers.ts";
import { draws, estimatorOf } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { pack, scoreOf } from "../problems/trajectories.ts";

const problem = threeStates({ discount: 0.5 });
const fixed = lookedUp(Float64Array.of(0.25, 0.5, -1), { horizon: 3 } as never); // V of states 0, 1, 2

/** Three trajectories, one terminated and two truncated, with returns R = 1.5, 1 and 3.5 at γ = ½. */
const batch = pack([
  { states: [0, 1, 0], actions: [1, 0, 1], rewards: [1, 0, 2], last: 2, terminated: true },
  { states: [1, 2], actions: [1, 1], rewards: [-1, 4], last: 0, terminated: false },
  { states: [2], actions: [0], rewards: [3.5], last: 1, terminated: false },
]);

/** ρ of (s, a). The ratios of the steps are ½, 2, ½; 3, ½; 2. */
const ratios = [1, 0.5, 2, 3, 2, 0.5];
const { point } = threeStates({ discount: 0.5 });
Object.assign(point, { behavior: point.probabilities.map((p, row) => p / ratios[row]) });

const trajectory = { kind: "importance", ratio: "trajectory" };
const perDecision = { kind: "importance" };
const none = { stateWeight: "none" };
const leaveOneOut = { baseline: { kind: "leave-one-out" } };
const critic = { kind: "td" };
const value = { baseline: { kind: "value", critic } };
const vTrace = { kind: "v-trace", critic };
const ppo = { kind: "ppo", critic, lambda: 0, clip: 0.25, ...none };

/** Products over the trajectories: ½, 3/2, 2; up to each step: ½, 1, ½; 3, 3/2; 2. Z = 3/2, ½, 2; 0, 4; 7/2. */
const examples: readonly [options: object, weights: readonly number[]][] = [
  [{ ...trajectory, return: "total" }, [0.75, 0.75, 0.75, 1.5, 1.5, 7]],
  [trajectory, [0.75, 0.25, 0.25, 1.5, 3, 7]],
  [{ ...trajectory, ...none }, [0.75, 0.5, 1, 1.5, 6, 7]],
  [{ ...trajectory, ...none, ...value }, [0.625, 0.25, 0.875, 0.75, 7.5, 9]],
  [perDecision, [0.75, 0.25, 0.25, 0, 3, 7]],
  [{ ...perDecision, ...none }, [0.75, 0.5, 1, 0, 6, 7]],
  [{ ...perDecision, ...leaveOneOut }, [-0.125, -0.625, 0.03125, -7.5, 1.125, 5.5]],
  [{ ...perDecision, ...leaveOneOut, ...none }, [-0.125, -1.25, 0.125, -7.5, 2.25, 5.5]],
  [{ ...perDecision, ...value }, [0.625, 0, 0.21875, -1.5, 3.75, 9]],
  [{ ...vTrace, ...none }, [0.515625, 0.0625, 0.875, -0.71875, 2.5625, 4.75]],
  [vTrace, [0.515625, 0.03125, 0.21875, -0.71875, 1.28125, 4.75]],
  [{ ...vTrace, ...none, rhoBar: 2, cBar: 0.5 }, [0.3671875, 0.125, 0.875, -1.4375, 2.5625, 9.5]],
  [ppo, [0.5, -0.75, 0.875, -6, 2.5625, 0]], // the last is clipped: A > 0 and ρ = 2 > 1.25
  [{ ...ppo, clip: 1 }, [0.5, -0.75, 0.875, -6, 2.5625, 9.5]],
];

describe("the weights of steps whose ratios are ½, 2, ½; 3, ½; 2", () => {
  it.each(examples)("%j: %j", (options, weights) => {
    const expected = new Float64Array(6);
    for (const [k, weight] of weights.entries()) {
      const score = scoreOf(problem, batch.states[k], batch.actions[k]);
      for (let j = 0; j < 6; j++) expected[j] += (weight * score[j]) / 3;
    }
    const out = new Float64Array(6).fill(Number.NaN);
    const estimator = estimatorOf(problem, options, () => fixed);
    for (let again = 0; again < 2; again++) {
      estimator.estimate(batch, point, out, draws);
      expect(largest(out.map((x, j) => x - expected[j]))).toBeLessThan(1e-14);
    }
  });
});

describe("where π itself acts", () => {
  const same = (one: object, other: object) => {
    const [a, b] = [one, other].map((options) => {
      const out = new Float64Array(6);
      estimatorOf(problem, options, () => fixed).estimate(batch, problem.point, out, draws);
      return out;
    });
    expect(a).toEqual(b);
  };

  it.each([{}, none, leaveOneOut, value, { baseline: { kind: "optimal-per-coordinate" } }])(
    "both importance weightings are REINFORCE with %j",
    (options) => {
      same({ ...perDecision, ...options }, { kind: "reinforce", ...options });
      same({ ...trajectory, ...options }, { kind: "reinforce", ...options });
    },
  );

  it("V-trace is GAE(1), and PPO at θ is GAE(λ), to the bit", () => {
    for (const stateWeight of ["discounted", "none"]) {
      const gae = { kind: "actor-critic", critic, stateWeight };
      same({ ...vTrace, stateWeight }, { ...gae, lambda: 1 });
      for (const lambda of [0, 0.3, 1])
        same({ kind: "ppo", critic, lambda, stateWeight }, { ...gae, lambda });
      same(
        { kind: "ppo", critic, lambda: 0.3, normalize: "batch", average: "steps" },
        { ...gae, stateWeight: "discounted", lambda: 0.3, normalize: "batch", average: "steps" },
      );
    }
  });
});

describe("the options", () => {
  it.each([
    [{ kind: "importance", return: "total" }, 'ratio "per-decision" needs return "to-go"'],
    [{ ...trajectory, return: "total", ...none }, 'stateWeight "none" needs return "to-go"'],
    [{ kind: "ppo", critic, innerSteps: 2 }, "innerLearningRate goes with innerSteps of 1 or more"],
    [{ kind: "ppo", critic, innerLearningRate: 0.1 }, "innerLearningRate goes with innerSteps of 1 or more"],
  ])("%j are refused", (options, message) => {
    expect(() => estimatorOf(problem, options)).toThrow(message);
  });
});
