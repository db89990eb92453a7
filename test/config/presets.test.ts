import { firstValueFrom, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { studyJsonSchema } from "../../src/config/json-schema.ts";
import { hashOf } from "../../src/config/plan.ts";
import { type PresetName, presets } from "../../src/config/presets.ts";
import { run } from "../../src/run/run.ts";
import { parseStudy } from "../../src/study/load.ts";
import { environmentSamples } from "../problems/environments.ts";
import { runsOf } from "../problems/runs-of.ts";
import { accepts } from "./accepts.ts";
import { edited, faultsOf } from "./frozen-lake.ts";

const names = Object.keys(presets) as PresetName[];
const reinforce = "{ kind: reinforce, return: to-go }";
const loading = (text: string) => parseStudy(text, "study.yaml");

/** A run on the tiny language, in groups, that serves them all. */
const runOf = (estimator: object) =>
  runsOf({
    environment: { kind: "sequence", ...environmentSamples.sequence },
    objective: { discount: 1, horizon: 2 },
    policy: { kind: "softmax" },
    groups: { size: 4 },
    agents: [{ name: "a", estimator, batchSize: 8, iterations: 2 }],
    probe: { batchSizes: [8], replicates: 20, estimators: [{ name: "beside", ...estimator }] },
  })[0];

describe("every preset", () => {
  it.each(names)("%s is known to the tables, can be set up, trained with and probed", async (preset) => {
    expect(presets[preset].summary).toMatch(/\S.{20,}/);
    const events = await firstValueFrom(run(runOf({ preset })).pipe(toArray()));
    // after training: a critic of action values that has learned nothing gives nothing
    const estimates = events
      .filter((event) => event.type === "estimates")
      .filter(({ iteration }) => iteration === 2);
    expect(new Set(estimates.map(({ estimator }) => estimator))).toEqual(new Set(["agent", "beside"]));
    for (const { gradients } of estimates) {
      expect(gradients.every(Number.isFinite)).toBe(true);
      expect(gradients.some((x) => x !== 0)).toBe(true);
    }
  });

  it("is another estimator than the others", () => {
    const hashes = names.map((preset) => hashOf(runOf({ preset })));
    expect(new Set(hashes).size).toBe(names.length);
  });
});

describe("a preset in a study", () => {
  it("is what it stands for: the resolved study names the kind and all its options, and has the same hash", () => {
    const spelledOut = runOf(presets.grpo.estimator);
    expect(runOf({ preset: "grpo" })).toEqual(spelledOut);
    expect(hashOf(runOf({ preset: "grpo" }))).toBe(hashOf(spelledOut));
    expect(spelledOut.agent.estimator).not.toHaveProperty("preset");
  });

  it("takes the options beside it for its own, in the agent and in the probe", () => {
    const study = loading(
      edited({
        [reinforce]:
          "{ preset: gae, lambda: 0.5, critic: { kind: exact }, transforms: [{ kind: clip-norm, max: 1 }] }",
        "{ name: to-go, kind: reinforce, return: to-go }":
          "{ name: to-go, preset: reinforce, return: total }",
      }),
    );
    expect(study.agents[0].estimator).toMatchObject({
      kind: "actor-critic",
      advantage: "gae",
      lambda: 0.5,
      critic: { kind: "exact" },
      stateWeight: "none",
      transforms: [{ kind: "clip-norm", max: 1 }],
    });
    expect(study.probe?.estimators[1]).toMatchObject({ name: "to-go", kind: "reinforce", return: "total" });
  });

  it.each([
    [
      "an unknown preset, with the nearest",
      { [reinforce]: "{ preset: reinforce-base-line }" },
      `study.yaml:7: agents[0].estimator.preset must be one of ${names.join(", ")}; got "reinforce-base-line"; did you mean reinforce-baseline?`,
    ],
    [
      "an unknown preset of the probe",
      { "{ name: to-go, kind: reinforce, return: to-go }": "{ name: to-go, preset: 3 }" },
      `study.yaml:22: probe.estimators[1].preset must be one of ${names.join(", ")}; got 3`,
    ],
    [
      "a kind beside it",
      { [reinforce]: "{ preset: gae, kind: reinforce }" },
      "study.yaml:7: agents[0].estimator.kind: a preset names the kind; leave one of the two out",
    ],
    [
      "a value that its kind refuses",
      { [reinforce]: "{ preset: gae, lambda: 2 }" },
      "study.yaml:7: agents[0].estimator.lambda must be at most 1; got 2",
    ],
    [
      "an option that contradicts it",
      { [reinforce]: "{ preset: grpo }" },
      'study.yaml:7: agents[0].estimator: center "group-mean" needs groups: { size: K } in the study',
    ],
  ])("is refused for %s", (_, edits, message) => {
    expect(faultsOf(edited(edits))).toEqual([message]);
  });

  it("names the keys of its kind for a key that is none of them", () => {
    const [fault, ...others] = faultsOf(edited({ [reinforce]: "{ preset: gae, lamda: 0.9 }" }));
    expect(others).toEqual([]);
    expect(fault).toMatch(
      /^study.yaml:7: agents\[0\].estimator.lamda is not a key here; did you mean lambda\? \(keys: preset, .*critic, stateWeight/,
    );
  });

  it("is offered where a word stands for a mapping, and where the kind is missing", () => {
    const [word] = faultsOf(edited({ [reinforce]: "reinforce-baselin" }));
    expect(word).toMatch(
      / or { preset: .*reinforce-baseline \|.*; did you mean { preset: reinforce-baseline }\?$/,
    );
    const [missing] = faultsOf(edited({ [reinforce]: "{ return: total }" }));
    expect(missing).toMatch(
      /^study.yaml:7: agents\[0\].estimator.kind is missing: one of (.*, )?reinforce, .*; or preset: one of reinforce, /,
    );
  });
});

describe("the JSON Schema", () => {
  const schema = studyJsonSchema();
  const withAgent = (estimator: string) => parse(edited({ [reinforce]: estimator }));

  it("accepts every preset, with options and transforms beside it", () => {
    for (const preset of names)
      expect(accepts(schema, withAgent(`{ preset: ${preset} }`)), preset).toBe(true);
    expect(accepts(schema, withAgent("{ preset: gae, lambda: 0.9, transforms: [] }"))).toBe(true);
    expect(accepts(schema, withAgent("{ preset: gae, lambda: null }"))).toBe(true);
    const named = "{ name: to-go, kind: reinforce, return: to-go }";
    expect(accepts(schema, parse(edited({ [named]: "{ name: to-go, preset: rloo }" })))).toBe(true);
    expect(accepts(schema, parse(edited({ [named]: "{ preset: rloo }" })))).toBe(false);
  });

  it.each([
    "{ preset: gaee }",
    "{ preset: gae, kind: reinforce }",
    "{ preset: gae, size: 1 }",
    "{ lambda: 1 }",
  ])("refuses %s", (estimator) => {
    expect(accepts(schema, withAgent(estimator))).toBe(false);
  });

  it("leaves no mark of its making", () => {
    expect(JSON.stringify(schema)).not.toContain('"presets"');
  });
});

describe("a preset where states are continuous", () => {
  const study = (estimator: object, change: object = {}) =>
    JSON.stringify({
      name: "x",
      environment: { kind: "cart-pole" },
      objective: { discount: 0.99, horizon: 10 },
      policy: { kind: "perceptron", widths: [4] },
      agents: [{ name: "a", estimator, iterations: 1, batchSize: 4 }],
      probe: { batchSizes: [4], replicates: 2, estimators: [{ name: "b", ...estimator }] },
      seeds: 0,
      ...change,
    });
  const onGroups = ["rloo", "grpo", "dr-grpo", "dapo", "reinforce-plus-plus-baseline"];
  const ofActions = ["qac", "mac"]; // whose tables of action values nothing stands for

  it.each(names.filter((name) => !ofActions.includes(name)))("(%s) can be trained and probed", (preset) => {
    const groups = onGroups.includes(preset) ? { groups: { size: 2 } } : {};
    const { agents, probe } = loading(study({ preset }, groups));
    const [{ estimator }] = agents;
    expect({ ...probe!.estimators[0], name: undefined }).toEqual({ ...estimator, name: undefined });
    expect(JSON.stringify(estimator)).not.toMatch(/"kind":"(td|monte-carlo|sarsa)"/);
  });

  it.each(ofActions)("(%s) says what it needs", (preset) => {
    expect(() => loading(study({ preset }))).toThrow(/critic "sarsa" needs discrete states/);
  });

  it("has a perceptron for its values, fitted to what its table is, unless a critic is given", () => {
    const criticOf = (estimator: object) => {
      const found = loading(study(estimator)).agents[0].estimator as { critic?: object; baseline?: object };
      return found.critic ?? found.baseline;
    };
    const network = { kind: "perceptron", target: "lambda-return" };
    expect(criticOf({ preset: "ppo" })).toMatchObject({ ...network, lambda: 0.95 });
    expect(criticOf({ preset: "actor-critic" })).toMatchObject({ ...network, lambda: 0 });
    expect(criticOf({ preset: "vpg-spinningup" })).toMatchObject({
      kind: "perceptron",
      target: "monte-carlo",
    });
    expect(criticOf({ preset: "reinforce-baseline" })).toMatchObject({
      kind: "value",
      critic: { kind: "perceptron", target: "monte-carlo" },
    });
    const critic = { kind: "linear", features: { kind: "quadratic" } };
    expect(criticOf({ preset: "ppo", critic })).toMatchObject(critic);
  });
});
