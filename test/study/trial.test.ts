import { describe, expect, it } from "vitest";
import { edited, faultsOf, frozenLake } from "../config/frozen-lake.ts";

const lake = "kind: frozen-lake, map: 4x4, slippery: true";
const chain = (options: string) =>
  edited({ [lake]: `kind: finite-mdp, states: [A, B], actions: 2, ${options}` });

describe("a study of the right form", () => {
  it("has nothing against it", () => {
    expect(faultsOf(frozenLake)).toEqual([]);
  });

  it.each([
    [
      "a θ of the wrong length",
      edited({ "{ kind: softmax }": "{ kind: softmax, initial: [1, 2] }" }),
      ["study.yaml:4: policy.initial: expected 64 numbers, the length of θ; got 2"],
    ],
    [
      "a policy that does not fit the environment",
      edited({ "kind: softmax": "kind: bernoulli" }),
      ["study.yaml:4: policy: bernoulli needs 2 actions; frozen-lake has 4"],
    ],
    [
      "an agent that asks for the critic of the agent",
      edited({ "{ kind: td, learningRate: 0.1 }": "agent" }),
      ['study.yaml:12: agents[1].estimator: critic "agent" is for estimators of the probe'],
    ],
    [
      "a probe that asks for the critic of an agent that has none",
      edited({ "critic: { kind: exact } }": "critic: agent }" }),
      [24, 25, 26].map((line) => {
        const place = `study.yaml:${line}: probe.estimators[${line - 21}]`;
        return `${place}: agent "reinforce" has no critic`;
      }),
    ],
    [
      "batches too small for the baseline of the agent",
      edited({
        "kind: reinforce, return: to-go }\n    o":
          "kind: reinforce, baseline: { kind: leave-one-out } }\n    o",
        "batchSize: 32": "batchSize: 1",
      }),
      ['study.yaml:9: agents[0].batchSize: estimator "agent" needs batches of 2 or more; got 1'],
    ],
    [
      "several faults of a probe, of which none hides another",
      edited({
        "return: total }": "return: total, stateWeight: none }",
        "baseline: { kind: value, critic: { kind: exact } }": "baseline: { kind: leave-one-out }",
        "advantage: td,": "advantage: td, n: 2,",
      }),
      [
        'study.yaml:18: probe.batchSizes[0]: estimator "to-go-value" needs batches of 2 or more; got 1',
        'study.yaml:21: probe.estimators[0]: stateWeight "none" needs return "to-go": the total return has no factor γᵗ to drop',
        'study.yaml:25: probe.estimators[4]: only advantage "n-step" has n, the steps before the bootstrap; advantage is "td"',
      ],
    ],
    [
      "an option that does not fit the default of another",
      edited({ [lake]: "kind: garnet, states: 1" }),
      ["study.yaml:2: environment.branching: expected at most the number of states; the default is 2"],
    ],
    [
      "tables that no memory holds",
      edited({ [lake]: "kind: garnet, states: 300, actions: 100", "horizon: 100": "horizon: 1000000" }),
      [
        "study.yaml:3: objective.horizon: exact values of 1000000 steps × 300 states × 100 actions need 30000000000 numbers; at most 268435456 are kept",
      ],
    ],
    [
      "probabilities that do not sum to 1 and states that are none",
      chain(
        "start: { A: 0.5 }, transitions: [{ from: A, to: { A: 0.5, B: 0.4 } }, { from: B, end: true }, { from: C, end: true }]",
      ),
      [
        "study.yaml:2: environment.transitions[0]: probabilities of (A, every action) sum to 0.9, expected 1",
        "study.yaml:2: environment.transitions[2]: no state C; there are A, B",
        "study.yaml:2: environment.start: probabilities of the first state sum to 0.5, expected 1",
      ],
    ],
    [
      "an outcome with a misspelled key",
      chain("start: A, transitions: [{ from: A, to: [{ stat: A, probability: 1 }] }]"),
      [
        "study.yaml:2: environment.transitions[0].to[0].stat is not a key here; did you mean state? (keys: state, probability, reward, end)",
      ],
    ],
    [
      "a probability and a name that are none",
      edited({
        [lake]:
          "kind: finite-mdp, states: [1.5], actions: 2, start: { A: x }, transitions: [{ from: A, to: 0.5 }]",
      }),
      [
        "study.yaml:2: environment.states[0] must be a whole number or text; got 1.5",
        'study.yaml:2: environment.start.A must be a number; got "x"',
        "study.yaml:2: environment.transitions[0].to: expected a state, a map { state: probability } or a list of { state, probability, reward, end }; got 0.5",
      ],
    ],
  ])("is refused for %s", (_, text, messages) => {
    expect(faultsOf(text)).toEqual(messages);
  });
});
