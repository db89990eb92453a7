import { expect } from "vitest";
import { ConfigError } from "../../src/errors/config-error.ts";
import { type LoadOptions, parseStudy } from "../../src/study/load.ts";

/** The study experiments/frozen-lake as it was first specified, to the letter: the lines of messages depend on it. */
export const frozenLake = `name: frozen-lake
environment: { kind: frozen-lake, map: 4x4, slippery: true }
objective: { discount: 0.99, horizon: 100 }
policy: { kind: softmax }            # initial: zeros (default) | { normal: 0.1 } | [the θ, P numbers]
agents:
  - name: reinforce
    estimator: { kind: reinforce, return: to-go }
    optimizer: { kind: sgd, learningRate: 0.5 }
    batchSize: 32
    iterations: 100
  - name: actor-critic
    estimator: { kind: actor-critic, advantage: gae, lambda: 0.95, critic: { kind: td, learningRate: 0.1 } }
    optimizer: { kind: sgd, learningRate: 0.5 }
    batchSize: 32
    iterations: 100
probe:
  every: 50                          # at iteration 0, every 50, and at the end
  batchSizes: [1, 8, 64]
  replicates: 200
  estimators:                        # all see the same trajectories, beside the agent's own estimator
    - { name: total-return, kind: reinforce, return: total }
    - { name: to-go, kind: reinforce, return: to-go }
    - { name: to-go-no-discount, kind: reinforce, return: to-go, stateWeight: none }
    - { name: to-go-value, kind: reinforce, return: to-go, baseline: { kind: value, critic: { kind: exact } } }
    - { name: td-exact, kind: actor-critic, advantage: td, critic: { kind: exact } }
    - { name: gae-exact, kind: actor-critic, advantage: gae, lambda: 0.95, critic: { kind: exact } }
seeds: 0..2                          # or a list
`;

/** That study with pieces of its text replaced, every time they occur. */
export const edited = (edits: Readonly<Record<string, string>>): string =>
  Object.entries(edits).reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  }, frozenLake);

/** The lines of the error that a text gives; none if it is a good study. */
export const faultsOf = (text: string, options?: LoadOptions): string[] => {
  try {
    parseStudy(text, "study.yaml", options);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message.split("\n");
  }
};
