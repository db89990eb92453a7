import { describe, expect, it } from "vitest";
import { applySet } from "../../src/config/override.ts";
import { parseStudy } from "../../src/study/load.ts";
import { faultsOf, frozenLake } from "./frozen-lake.ts";

const set = (...options: string[]) => parseStudy(frozenLake, "study.yaml", { set: options });
const refusals = (...options: string[]) => faultsOf(frozenLake, { set: options });

describe("--set", () => {
  it("finds an item of a list by its index, in either form, or by its name", () => {
    const { agents } = set(
      "agents.0.batchSize=64",
      "agents[1].batchSize=8",
      "agents.actor-critic.iterations=0",
    );
    expect(agents.map(({ batchSize, iterations }) => [batchSize, iterations])).toEqual([
      [64, 100],
      [8, 0],
    ]);
  });

  it("finds an item whose name contains dots", () => {
    const { study } = applySet({ agents: [{ name: "a.b" }, { name: "a" }] }, "agents.a.b.size=2");
    expect(study).toEqual({ agents: [{ name: "a.b", size: 2 }, { name: "a" }] });
  });

  it("reads the value as YAML", () => {
    expect(
      set("environment={ kind: corridor, length: 4 }", "probe.batchSizes=[2, 4]", "seeds=5..6"),
    ).toMatchObject({
      environment: { kind: "corridor", length: 4 },
      probe: { batchSizes: [2, 4] },
      seeds: [5, 6],
    });
  });

  it("makes the mappings that are missing on the way, and leaves the given study as it was", () => {
    const study = {};
    expect(applySet(study, "a.b=1").study).toEqual({ a: { b: 1 } });
    expect(applySet({ a: null }, "a.b=1").study).toEqual({ a: { b: 1 } });
    expect(study).toEqual({});
  });

  it("changes one of two places that share an alias", () => {
    const text = frozenLake.replace("optimizer: {", "optimizer: &o {");
    const shared = text.replace("optimizer: { kind: sgd, learningRate: 0.5 }", "optimizer: *o");
    const { agents } = parseStudy(shared, "study.yaml", { set: ["agents.0.optimizer.learningRate=2"] });
    expect(agents.map(({ optimizer }) => optimizer?.learningRate)).toEqual([2, 0.5]);
  });

  it.each([
    ["agents.0.batchSize=0", "agents[0].batchSize must be at least 1; got 0"],
    [
      "agents.0.optimizer.learningRat=1",
      "agents[0].optimizer.learningRat is not a key here; did you mean learningRate? (keys: kind, learningRate, schedule)",
    ],
    [
      "agnts.0.batchSize=6",
      "agnts is not a key here; did you mean agents? (keys: name, environment, objective, policy, behavior, groups, agents, evaluate, probe, seeds, vary)",
    ],
    [
      "__proto__.x=1",
      "__proto__ is not a key here; did you mean probe? (keys: name, environment, objective, policy, behavior, groups, agents, evaluate, probe, seeds, vary)",
    ],
    ["agents.reinforc.batchSize=6", "agents has no item reinforc; did you mean reinforce?"],
    ["agents.5.batchSize=6", "agents has no item 5; there are reinforce, actor-critic"],
    ["probe.batchSizes.3=6", "probe.batchSizes has no item 3; it has 3, from 0"],
    ["objective.discount.x=1", "objective.discount is a single value and has no x"],
    ["policy.initial=[1, 2]", "policy.initial: expected 64 numbers, the length of θ; got 2"],
    ["name=", "name must be text; got nothing"],
    ["seeds=[1, 2", "the value is not valid YAML: Flow sequence must end with a ]"],
    [`name=${"[".repeat(3000)}`, "the value is nested deeper than 100 levels"],
    ["agents", "expected key=value, such as agents.0.batchSize=64"],
    ["=1", "expected key=value, such as agents.0.batchSize=64"],
    ["a..b=1", "expected key=value, such as agents.0.batchSize=64"],
  ])("%s is refused by its name", (option, message) => {
    expect(refusals(option)).toEqual([`--set ${option}: ${message}`]);
  });

  it("is refused where a key is given twice, in whatever form, and says so once", () => {
    expect(refusals("agents.0.batchSize=4", "probe.replicates=2", "agents[reinforce].batchSize=5")).toEqual([
      "--set agents[reinforce].batchSize=5: agents[0].batchSize is given already, by --set agents.0.batchSize=4",
    ]);
    expect(
      set("agents.0.optimizer={ kind: sgd }", "agents.0.optimizer.learningRate=2").agents[0],
    ).toMatchObject({
      optimizer: { kind: "sgd", learningRate: 2 },
    });
  });

  it("is named where it makes another part of the study wrong", () => {
    expect(refusals("environment.kind=taxi", "agents.0.batchSize=4")).toEqual(
      ["map", "slippery"].map(
        (key) =>
          `study.yaml:2: environment.${key} is not a key here (keys: kind) (with --set environment.kind=taxi --set agents.0.batchSize=4)`,
      ),
    );
    expect(refusals("agents.1.estimator.critic=agent", "agents.0.batchSize=4")).toEqual([
      'study.yaml:12: agents[1].estimator: critic "agent" is for estimators of the probe (with --set agents.1.estimator.critic=agent)',
    ]);
  });
});

describe("--seeds", () => {
  it("takes the place of the seeds of the file", () => {
    expect(parseStudy(frozenLake, "study.yaml", { seeds: "1,3..4" }).seeds).toEqual([1, 3, 4]);
  });

  it("is refused by its name", () => {
    expect(faultsOf(frozenLake, { seeds: "a" })).toEqual([
      '--seeds a: seeds: expected seeds such as 3, 0..9 or 1,2,5..7; got "a"',
    ]);
  });
});
