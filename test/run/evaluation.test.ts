import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment, Environment } from "../../envs/contract/environment.ts";
import { evaluationSchedule } from "../../src/config/plan.ts";
import { evaluation } from "../../src/run/evaluation.ts";
import type { EvaluationEvent, RunEvent } from "../../src/run/events.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { eventsOf } from "../problems/events-of.ts";
import { runsOf } from "../problems/runs-of.ts";

const isEvaluation = (event: RunEvent): event is EvaluationEvent => event.type === "evaluation";

const frozen = { name: "frozen", estimator: { kind: "reinforce" }, iterations: 0 };

const evaluated = (study: object, evaluate: object, environment?: Environment): EvaluationEvent => {
  const [config] = runsOf({ agents: [frozen], evaluate, ...study });
  return evaluation(setUp(config, environment), 0, 0);
};

describe("an evaluation", () => {
  // to the right with probability 1/(1 + e⁻¹) everywhere: θ of a state is (left, right)
  const corridor = {
    environment: { kind: "corridor", length: 5, stepReward: -0.25 },
    objective: { discount: 0.5, horizon: 9 },
    policy: { kind: "softmax", initial: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1] },
  };

  it("of the most likely actions is one path: its return has no discount, and its length no spread", () => {
    for (const change of [{}, { behavior: { uniform: 1 } }, { groups: { size: 2 } }]) {
      const event = evaluated({ ...corridor, ...change }, { episodes: 65, deterministic: true });
      expect(event).toEqual({
        ...{ type: "evaluation", iteration: 0, envSteps: 0, episodes: 65, deterministic: true },
        ...{ mean: 0.25, deviation: 0, min: 0.25, max: 0.25, length: 4 },
      });
    }
  });

  it("of equally likely actions takes the first of them, as of one episode nothing deviates", () => {
    const equal = { ...corridor, policy: { kind: "softmax" } };
    const event = evaluated(equal, { episodes: 1, deterministic: true });
    expect(event).toMatchObject({ mean: 9 * -0.25, length: 9, deviation: null });
  });

  it("of drawn actions has the mean J without a discount; the most likely ones have another", () => {
    const undiscounted = { ...corridor, objective: { discount: 1, horizon: 9 } };
    const [config] = runsOf({ agents: [frozen], ...undiscounted });
    const truth = setUp(config).point.exact!.value;
    const z = ({ mean }: EvaluationEvent, drawn: EvaluationEvent) =>
      (mean - truth) / (drawn.deviation! / Math.sqrt(drawn.episodes));
    const drawn = evaluated(undiscounted, { episodes: 20_000 });
    expect(Math.abs(z(drawn, drawn))).toBeLessThan(3.5);
    const likely = evaluated(undiscounted, { episodes: 20_000, deterministic: true });
    expect(Math.abs(z(likely, drawn))).toBeGreaterThan(20);
    // the behavior that training draws from is not what is evaluated
    const uniform = evaluated({ ...undiscounted, behavior: { uniform: 0.9 } }, { episodes: 20_000 });
    expect(uniform).toEqual(drawn);
  });

  it("knows the smallest, the largest and the deviation of a handful of returns", () => {
    const few = evaluated({ ...corridor, objective: { discount: 0.5, horizon: 40 } }, { episodes: 2 });
    const [low, high] = [few.min, few.max];
    expect(low).toBeLessThan(high);
    expect(few.mean).toBeCloseTo((low + high) / 2, 12);
    expect(few.deviation).toBeCloseTo((high - low) / Math.SQRT2, 12);
  });
});

describe("an evaluation of continuous actions", () => {
  /** Pays the action, whatever it is. */
  const payer: ContinuousEnvironment = {
    kind: "payer",
    stateSize: 1,
    observationSize: 1,
    action: { size: 1, limits: { low: [-1], high: [1] } },
    reset: (state) => void state.fill(1),
    step(_, action, __, outcome) {
      outcome.reward = action[0];
      outcome.terminated = false;
    },
  };
  const study = (clipActions: boolean) => ({
    objective: { discount: 0.9, horizon: 10 },
    policy: { kind: "linear-gaussian", deviation: 0.1, initial: [3] },
    agents: [{ name: "ppo", update: { kind: "ppo", clipActions }, batchSteps: 32, iterations: 0 }],
  });

  it("takes the mean, within its limits where training keeps them", () => {
    const evaluate = { episodes: 3, deterministic: true };
    expect(evaluated(study(false), evaluate, payer)).toMatchObject({ mean: 30, deviation: 0 });
    expect(evaluated(study(true), evaluate, payer)).toMatchObject({ mean: 10, deviation: 0 });
    expect(evaluated(study(false), { episodes: 3 }, payer).deviation).toBeGreaterThan(0);
  });
});

describe("a run", () => {
  const learning = {
    environment: { kind: "cart-pole" },
    objective: { discount: 0.99, horizon: 50 },
    policy: { kind: "perceptron", widths: [8] },
    agents: [
      {
        name: "ppo",
        update: { kind: "ppo", epochs: 2, minibatches: 4, observations: {}, rewards: {} },
        lanes: 4,
        batchSteps: 64,
        iterations: 5,
      },
    ],
  };

  it("is evaluated at 0, every so many updates, and at the end, and learns as it would have without", () => {
    const [config] = runsOf({ ...learning, evaluate: { every: 2, episodes: 4 } });
    const [plain] = runsOf(learning);
    const events = eventsOf(config);
    expect(events.filter(isEvaluation).map(({ iteration, envSteps }) => [iteration, envSteps])).toEqual([
      [0, 0],
      [2, 128],
      [4, 256],
      [5, 320],
    ]);
    expect(events.filter((event) => !isEvaluation(event))).toEqual(eventsOf(plain));
    expect(new Set(events.filter(isEvaluation).map(({ mean }) => mean)).size).toBe(4);
  });

  it("normalizes as it stands, which the first evaluation does by nothing that was seen", () => {
    const [config] = runsOf({ ...learning, evaluate: { episodes: 4 } });
    const [first, last] = eventsOf(config).filter(isEvaluation);
    const setup = setUp(config);
    expect(evaluation(setup, 0, 0)).toEqual(first);
    const normalizer = "normalizer" in setup.point.policy ? setup.point.policy.normalizer! : undefined;
    const before = normalizer!.moments.slice();
    evaluation(setup, 5, 320);
    expect(normalizer!.moments).toEqual(before);
    expect(last.iteration).toBe(5);
  });

  it("has a schedule that a longer one goes on with", () => {
    const [config] = runsOf({ ...learning, evaluate: { every: 3 } });
    expect(evaluationSchedule(config)).toEqual([0, 3, 5]);
    expect(evaluationSchedule(config, 3)).toEqual([5]);
    expect(evaluationSchedule({ ...config, evaluate: undefined })).toEqual([]);
    const ends = runsOf({ ...learning, evaluate: {} })[0];
    expect(evaluationSchedule(ends)).toEqual([0, 5]);
    const [none] = runsOf({ ...learning, agents: [{ ...learning.agents[0], iterations: 0 }], evaluate: {} });
    expect(evaluationSchedule(none)).toEqual([0]);
  });

  it("is refused with more evaluations than can be, and with lanes that cannot be left for them", () => {
    const [many] = runsOf({
      ...learning,
      agents: [{ ...learning.agents[0], iterations: 1e6 }],
      evaluate: { every: 1 },
    });
    expect(() => setUp(many)).toThrow("1000000 evaluations of ppo; at most 100000 are made");
    const [config] = runsOf({ ...learning, evaluate: {} });
    const { environment } = setUp(config).point.problem;
    const without = { ...environment, snapshots: false } as Environment;
    expect(() => setUp(config, without)).toThrow("lanes side by side needs snapshots");
    const alone = (carry: boolean) =>
      runsOf({
        ...learning,
        agents: [{ ...learning.agents[0], update: { kind: "ppo", carry }, lanes: 1 }],
      })[0];
    expect(() => setUp(alone(true), without)).toThrow("carry: true needs snapshots");
    expect(() => setUp(alone(false), without)).not.toThrow();
  });
});
