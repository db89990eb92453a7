import { describe, expect, it } from "vitest";
import type { RunConfig } from "../../src/config/plan.ts";
import type { State } from "../../src/memory/state.ts";
import { createTraining, type Training } from "../../src/run/training.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { runsOf } from "../problems/runs-of.ts";
import {
  cart,
  drawingSteps,
  estimating,
  moving,
  onBits,
  regulator,
  type Sample,
  samples,
  small,
  type Tables,
  tables,
  two,
  withBaseline,
  withCritic,
} from "./stopping-samples.ts";

const BATCHES = { before: 7, after: 6 }; // 7: in the middle of estimates that take 2, 3 or 4

const ascending = { estimator: { kind: "reinforce" }, batchSize: 4 };
const configOf = ({ study, agent = {} }: Sample): RunConfig =>
  runsOf({
    ...study,
    agents: [{ name: "a", iterations: 50, ...("batchSteps" in agent ? {} : ascending), ...agent }],
    seeds: [5],
  })[0];

const go = (training: Training, batches: number) => Array.from({ length: batches }, () => training.step());

/** All that can be told of a training that was stopped, and of one that was not. @param between what happens to the state */
const bothWays = (sample: Sample, between: (state: State) => State = structuredClone) => {
  const config = configOf(sample);
  const whole = createTraining(setUp(config));
  go(whole, BATCHES.before);
  const stopped = whole.save();
  const expected = { events: go(whole, BATCHES.after), state: whole.save() };
  const next = createTraining(setUp(config));
  next.restore(between(stopped));
  return { found: { events: go(next, BATCHES.after), state: next.save() }, expected };
};

describe.each(Object.keys(tables) as (keyof Tables)[])("stopped and restored, every kind of %s", (name) => {
  const table: Readonly<Record<string, Sample | Sample[] | undefined>> = samples[name];
  const cases = Object.keys(tables[name]).flatMap((kind): [string, Sample | undefined][] => {
    const sample = table[kind];
    return Array.isArray(sample) ? sample.map((each, i) => [`${kind} ${i}`, each]) : [[kind, sample]];
  });

  it.each(cases)("(%s) goes on as if it had never stopped, to the bit", (_, sample) => {
    expect(sample).toBeDefined();
    const { found, expected } = bothWays(sample!);
    expect(found).toEqual(expected);
    const gradients = expected.events.flatMap((event) => event?.gradientNorm ?? []);
    expect(gradients.length).toBeGreaterThan(0);
    expect(gradients.every(Number.isFinite)).toBe(true);
  });
});

type Parts = Record<string, never>;

describe("a kind that forgets to save a part of what it holds is seen", () => {
  /** The same with one part as it is in a training that has not begun. */
  const forgetting = (sample: Sample, ...path: string[]) => {
    const fresh = createTraining(setUp(configOf(sample))).save() as Parts;
    return bothWays(sample, (state) => {
      const copy = structuredClone(state) as Parts;
      const [owner, unsaved] = [copy, fresh].map((each) =>
        path.slice(0, -1).reduce<Parts>((part, key) => part[key], each),
      );
      const name = path.at(-1)!;
      expect(owner[name], `${path.join(".")} has changed`).not.toEqual(unsaved[name]);
      owner[name] = unsaved[name];
      return copy;
    });
  };
  const adam = moving({ kind: "adam", learningRate: 0.5, schedule: { kind: "linear", iterations: 50 } });
  const lanes = drawingSteps({ kind: "ppo", minibatches: 2, epochs: 2, anneal: ["learningRate"] });
  const network = withCritic({ kind: "perceptron", widths: [4], minibatch: 8 }, cart);

  it.each<[string, Sample, ...string[]]>([
    ["θ", {}, "theta"],
    ["the draws of actions", {}, "actions"],
    ["the draws of an environment", { study: regulator, agent: { optimizer: small } }, "environment"],
    ["the draws of an estimator", onBits("rebar", { temperature: 0.5 }), "estimator"],
    ["the progress of training", {}, "progress", "drawn"],
    ["the steps of training", {}, "progress", "envSteps"],
    ["the number of updates of a schedule", adam, "update", "optimizer", "updates"],
    ["the powers of Adam", adam, "update", "optimizer", "rule", "powers"],
    ["the mean squares of Adam", adam, "update", "optimizer", "rule", "square"],
    ["a table that is learned", withCritic({ kind: "td" }), "update", "critics", "0", "table"],
    ["sums of least squares", withCritic({ kind: "lstd" }), "update", "critics", "0", "A"],
    ["weights of a network", network, "update", "critics", "0", "network", "weights"],
    ["the orders of a network's minibatches", network, "update", "critics", "0", "orders"],
    ["the optimizer of a network", network, "update", "critics", "0", "rule"],
    ["the unit of a network's outputs", network, "update", "critics", "0", "network", "scale"],
    ["the counts of a normalizer", { study: cart }, "update", "normalizer", "count"],
    ["what a normalizer applies", { study: cart }, "update", "normalizer", "moments"],
    ["the batches of a running mean", withBaseline({ kind: "running-mean" }), "update", "memory", "batches"],
    [
      "a baseline by the batch before",
      withBaseline({ kind: "optimal", fit: "earlier-batch" }),
      ...["update", "memory", "baseline"],
    ],
    ["the weights of an update's values", lanes, "update", "value", "weights"],
    ["the rule of an update's policy", lanes, "update", "improves", "policy"],
    ["the orders of an update's minibatches", lanes, "update", "improves", "orders"],
    ["how far an update has annealed", lanes, "update", "progress", "updates"],
    ["the states of lanes", lanes, "lanes", "states"],
    ["the times of lanes", lanes, "lanes", "times"],
    ["what the policy is to read in lanes", lanes, "lanes", "inputs"],
    ["the returns of episodes that go on", lanes, "lanes", "returns"],
    ["a control variate", onBits("relax", { temperature: 0.5 }), "update", "memory", "offset"],
    [
      "the batches of an unfinished estimate",
      estimating({ kind: "reinforce", transforms: [two] }),
      ...["update", "unfinished", "0", "seen"],
    ],
    [
      "the sum of an unfinished estimate",
      estimating({ kind: "reinforce", transforms: [two] }),
      ...["update", "unfinished", "0", "sum"],
    ],
  ])("(%s)", (_, sample, ...path) => {
    const { found, expected } = forgetting(sample, ...path);
    expect(found).not.toEqual(expected);
  });

  it("and a state of something else is refused", () => {
    const training = createTraining(setUp(configOf({})));
    expect(() => training.restore({ theta: new Float64Array(6) })).toThrow(TypeError);
    const state = training.save() as Parts;
    expect(() => training.restore({ ...state, theta: new Float64Array(5) })).toThrow(
      new TypeError("expected theta to be a Float64Array of 6 in the state"),
    );
  });
});
