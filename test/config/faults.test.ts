import { describe, expect, it } from "vitest";
import { environments } from "../../src/config/environments.ts";
import { critics } from "../../src/critics/index.ts";
import { estimators } from "../../src/estimators/index.ts";
import { optimizers } from "../../src/optimizers/index.ts";
import { edited, faultsOf } from "./frozen-lake.ts";

const lake = "{ kind: frozen-lake, map: 4x4, slippery: true }";
const tdCritic = "{ kind: td, learningRate: 0.1 }";
const environmentKinds = Object.keys(environments);
const criticKinds = Object.keys(critics);
const keysOf = ({ options: { shape } }: { options: { shape: object } }) =>
  ["kind", ...Object.keys(shape)].join(", ");

interface Bad {
  readonly fault: string;
  /** Pieces of the study and what takes their place. */
  readonly edits: Readonly<Record<string, string>>;
  readonly messages: readonly string[];
}

const bad = (fault: string, edits: Bad["edits"], ...messages: string[]): Bad => ({ fault, edits, messages });

const keys: Bad[] = [
  bad(
    "a misspelled key, once and not again as missing",
    { "sgd, learningRate: 0.5 }\n    batchSize": "sgd, learningRat: 0.5 }\n    batch_size" },
    `study.yaml:8: agents[0].optimizer.learningRat is not a key here; did you mean learningRate? (keys: ${keysOf(optimizers.sgd)})`,
    "study.yaml:9: agents[0].batch_size is not a key here; did you mean batchSize? (keys: name, estimator, optimizer, update, batchSize, batchSteps, lanes, steps, iterations, logEvery)",
    `study.yaml:13: agents[1].optimizer.learningRat is not a key here; did you mean learningRate? (keys: ${keysOf(optimizers.sgd)})`,
    "study.yaml:14: agents[1].batch_size is not a key here; did you mean batchSize? (keys: name, estimator, optimizer, update, batchSize, batchSteps, lanes, steps, iterations, logEvery)",
  ),
  bad(
    "a misspelled section",
    { "agents:": "agent:" },
    "study.yaml:5: agent is not a key here; did you mean agents? (keys: name, environment, objective, policy, behavior, groups, agents, evaluate, probe, seeds, vary)",
  ),
  bad(
    "a key that is far from all",
    { "discount: 0.99": "discount: 0.99, colour: 1" },
    "study.yaml:3: objective.colour is not a key here (keys: discount, horizon, stateWeight)",
  ),
  bad(
    "a key of another kind",
    { "estimator: { kind: reinforce, return: to-go }": "estimator: { kind: reinforce, lambda: 0.9 }" },
    `study.yaml:7: agents[0].estimator.lambda is not a key here (keys: ${keysOf(estimators.reinforce)}, transforms)`,
  ),
  bad(
    "a key that no plain word is",
    { "discount: 0.99": '"a b": 1, discount: 0.99' },
    'study.yaml:3: objective."a b" is not a key here (keys: discount, horizon, stateWeight)',
  ),
  bad(
    "a missing key, with what it means",
    { ", horizon: 100": "", "  replicates: 200\n": "", "name: frozen-lake\n": "" },
    "study.yaml:1: name is missing: name of the study in the database: as all names, any text without control characters",
    "study.yaml:2: objective.horizon is missing: T: steps after which a trajectory is truncated",
    "study.yaml:15: probe.replicates is missing: independent estimates of each estimator at each batch size",
  ),
  bad(
    "a key without a value",
    { "horizon: 100": "horizon:" },
    "study.yaml:3: objective.horizon must be a whole number; got nothing",
  ),
  bad("a key given twice", { "discount: 0.99": "horizon: 5" }, "study.yaml:3: horizon is given twice"),
];

const kinds: Bad[] = [
  bad(
    "a misspelled kind",
    { "kind: frozen-lake": "kind: frozen-lak" },
    `study.yaml:2: environment.kind must be one of ${environmentKinds.join(", ")}; got "frozen-lak"; did you mean frozen-lake?`,
  ),
  bad(
    "a missing kind",
    { "kind: frozen-lake, ": "" },
    `study.yaml:2: environment.kind is missing: one of ${environmentKinds.join(", ")}`,
  ),
  bad(
    "a kind without its mapping",
    { [lake]: "frozen-lake" },
    `study.yaml:2: environment must be a mapping { kind: ${environmentKinds.join(" | ")} }; got "frozen-lake"; did you mean { kind: frozen-lake }?`,
  ),
  bad(
    "an unknown critic",
    { [tdCritic]: "{ kind: tdd }" },
    `study.yaml:12: agents[1].estimator.critic.kind must be one of ${criticKinds.join(", ")}; got "tdd"; did you mean td?`,
  ),
  bad(
    "a word for a critic",
    { [tdCritic]: "td" },
    `study.yaml:12: agents[1].estimator.critic must be agent or a mapping { kind: ${criticKinds.join(" | ")} }; got "td"; did you mean { kind: td }?`,
  ),
  bad(
    "an option of a critic",
    { [tdCritic]: "{ kind: td, learningRate: fast }" },
    'study.yaml:12: agents[1].estimator.critic.learningRate must be a number; got "fast"',
  ),
  bad(
    "options of boosted trees",
    { [tdCritic]: "{ kind: boosted-trees, trees: 0, subsample: 0, folds: 1 }" },
    "study.yaml:12: agents[1].estimator.critic.trees must be at least 1; got 0",
    "study.yaml:12: agents[1].estimator.critic.subsample must be more than 0; got 0",
    "study.yaml:12: agents[1].estimator.critic.folds: expected 0, or 2 or more; got 1",
  ),
];

const values: Bad[] = [
  bad(
    "numbers out of range",
    { "discount: 0.99, horizon: 100": "discount: 1.5, horizon: 0" },
    "study.yaml:3: objective.discount must be at most 1; got 1.5",
    "study.yaml:3: objective.horizon must be at least 1; got 0",
  ),
  bad(
    "a step size of 0",
    { "optimizer: { kind: sgd, learningRate: 0.5 }": "optimizer: { kind: adam, learningRate: 0, beta1: 1 }" },
    "study.yaml:8: agents[0].optimizer.learningRate must be more than 0; got 0",
    "study.yaml:8: agents[0].optimizer.beta1 must be less than 1; got 1",
    "study.yaml:13: agents[1].optimizer.learningRate must be more than 0; got 0",
    "study.yaml:13: agents[1].optimizer.beta1 must be less than 1; got 1",
  ),
  bad(
    "numbers that are none",
    { "discount: 0.99": "discount: .nan", "horizon: 100": "horizon: 10.5", "every: 50": "every: 1_0" },
    "study.yaml:3: objective.discount must be a finite number; got NaN",
    "study.yaml:3: objective.horizon must be a whole number; got 10.5",
    'study.yaml:17: probe.every must be a whole number; got "1_0"',
  ),
  bad(
    "a number in quotes",
    { "discount: 0.99": 'discount: "0.99"' },
    'study.yaml:3: objective.discount must be a number; got "0.99", text; write it without quotes',
  ),
  bad(
    "a name that YAML reads as a number",
    { "name: frozen-lake": "name: 2024", "name: reinforce": "name: true" },
    'study.yaml:1: name must be text; got 2024, a number; write it in quotes: "2024"',
    'study.yaml:6: agents[0].name must be text; got true, a boolean; write it in quotes: "true"',
  ),
  bad(
    "a yes, which is text in YAML 1.2",
    { "slippery: true": "slippery: yes" },
    'study.yaml:2: environment.slippery must be true or false; got "yes"; did you mean true?',
  ),
  bad(
    "a choice that is none",
    { "return: total": "return: totals", "advantage: td": "advantage: 1" },
    'study.yaml:21: probe.estimators[0].return must be one of total, to-go; got "totals"; did you mean total?',
    "study.yaml:25: probe.estimators[4].advantage must be one of td, n-step, gae, lambda-return; got 1",
  ),
  bad(
    "a name of a map that is none",
    { "map: 4x4": "map: 4x5" },
    'study.yaml:2: environment.map must be 4x4, 8x8 or a list; got "4x5"; did you mean 4x4?',
  ),
  bad(
    "letters of a map that are none, and its form",
    { "map: 4x4": "map: [SFX, G]" },
    'study.yaml:2: environment.map[0]: expected only the letters S, F, H and G; got "SFX"',
    "study.yaml:2: environment.map: rows differ in length",
  ),
  bad(
    "a name with a control character, and one that is too long",
    { "name: reinforce": 'name: "a\\ab"', "name: td-exact": `name: ${"x".repeat(81)}` },
    'study.yaml:6: agents[0].name: expected text without control characters or a space before it; got "a\\u0007b"',
    `study.yaml:25: probe.estimators[4].name must have at most 80 characters; got "${"x".repeat(60)}…"`,
  ),
  bad(
    "names, sizes and the word agent used twice",
    { "name: reinforce": "name: actor-critic", "[1, 8, 64]": "[8, 8]", "name: to-go,": "name: agent," },
    'study.yaml:11: agents[1].name: two agents are called "actor-critic"',
    "study.yaml:18: probe.batchSizes[1]: batch size 8 is given twice",
    `study.yaml:22: probe.estimators[1].name: "agent" is the name of the agent's own estimator`,
  ),
  bad(
    "a list for a mapping, a mapping for a list and an empty list",
    { "probe:": "probe: [1]\nprob:", "seeds: 0..2": "seeds: []" },
    "study.yaml:16: probe must be a mapping; got [1]",
    "study.yaml:17: prob is not a key here; did you mean probe? (keys: name, environment, objective, policy, behavior, groups, agents, evaluate, probe, seeds, vary)",
    "study.yaml:28: seeds must have at least 1 item; got []",
  ),
  bad(
    "an unknown first θ",
    { "{ kind: softmax }": "{ kind: softmax, initial: zero }" },
    'study.yaml:4: policy.initial: expected zeros, { normal: σ } or the list of θ; got "zero"; did you mean zeros?',
  ),
  bad(
    "an option of the first θ",
    { "{ kind: softmax }": "{ kind: softmax, initial: { normal: -1 } }" },
    "study.yaml:4: policy.initial.normal must be at least 0; got -1",
  ),
  bad(
    "a range of seeds that is none",
    { "0..2": "2..0" },
    'study.yaml:27: seeds: expected seeds such as 3, 0..9 or 1,2,5..7; got "2..0"',
  ),
  bad(
    "a range in a list of seeds",
    { "0..2": "[0..2]" },
    'study.yaml:27: seeds[0] must be a whole number; got "0..2"',
  ),
  bad(
    "seeds that are none",
    { "0..2": "true" },
    "study.yaml:27: seeds: expected a range such as 0..9, or a list of seeds; got true",
  ),
];

describe.each([
  ["keys", keys],
  ["kinds", kinds],
  ["values", values],
])("a study with wrong %s", (_, table) => {
  it.each(table)("is refused for $fault", ({ edits, messages }) => {
    expect(faultsOf(edited(edits))).toEqual(messages);
  });
});
