import { describe, expect, it } from "vitest";
import { ALIASES } from "../../src/config/aliases.ts";
import { type JsonSchema, studyJsonSchema } from "../../src/config/json-schema.ts";
import { edited, faultsOf } from "./frozen-lake.ts";

const sgd = "optimizer: { kind: sgd, learningRate: 0.5 }";
const td = "critic: { kind: td, learningRate: 0.1 }";
const gae = "kind: actor-critic, advantage: gae, lambda: 0.95,";

/** What a name in place of a piece of the study is told to mean; "" where nothing is said. */
const meaningOf = (from: string, to: string): string =>
  /is not a key here(?:; (.*?))? \(keys: /.exec(faultsOf(edited({ [from]: to }))[0])?.[1] ?? "";

describe("names that other programs have for a key", () => {
  it.each([
    ["lr", sgd, "optimizer: { kind: sgd, lr: 0.5 }", "learningRate"],
    ["lr of the agent", sgd, "lr: 0.5", "optimizer.learningRate"],
    ["lr of the agent, beside an optimizer", sgd, `${sgd}\n    lr: 0.5`, "optimizer.learningRate"],
    ["lr of a critic", td, "critic: { kind: td, lr: 0.1 }", "learningRate"],
    ["vf_lr", gae, `${gae} vf_lr: 1,`, "critic.learningRate"],
    ["gamma", "discount: 0.99", "gamma: 0.99", "discount"],
    ["gamma at the top", "seeds: 0..2", "seeds: 0..2\ngamma: 0.9", "objective.discount"],
    ["gae_lambda", "lambda: 0.95", "gae_lambda: 0.95", "lambda"],
    ["n_steps of n-step advantages", "advantage: gae, lambda: 0.95", "advantage: n-step, n_steps: 5", "n"],
    ["n_steps of an agent", "batchSize: 32", "n_steps: 32", "batchSize"],
    ["total_timesteps", "    iterations: 100", "    total_timesteps: 100", "iterations"],
    ["clip_range", gae, "kind: ppo, clip_range: 0.1,", "clip"],
    ["clip_param of a preset", `{ ${gae}`, "{ preset: ppo, clip_param: 0.1,", "clip"],
    ["eps of the surrogate", gae, "kind: ppo, eps: 0.1,", "clip"],
    ["eps of Adam", "{ kind: sgd,", "{ kind: adam, eps: 0.1,", "epsilon"],
    ["max_episode_steps", "horizon: 100", "max_episode_steps: 100", "horizon"],
    ["env_id", "environment:", "env_id:", "environment"],
  ])("%s", (_, from, to, key) => {
    expect(meaningOf(from, to)).toBe(`did you mean ${key}?`);
  });

  it("say nothing of a key that is not there", () => {
    expect(meaningOf("replicates: 200", "replicates: 200\n  gamma: 1")).toBe("");
    expect(meaningOf("return: to-go }\n", "return: to-go, gae_lambda: 1 }\n")).toBe("");
    expect(meaningOf("discount: 0.99", "discount: 0.99, constructor: 1")).toBe("");
  });

  it("say what there is instead, where no key stands for them", () => {
    expect(meaningOf(sgd, `${sgd}\n    ent_coef: 0.01`)).toBe("no entropy is added to an objective here");
    expect(meaningOf(gae, `${gae} max_grad_norm: 1,`)).toContain("kind: clip-norm");
  });

  it("tell of a misnamed key once, and not again that the right one is missing", () => {
    expect(faultsOf(edited({ "discount: 0.99": "gamma: 0.99" }))).toHaveLength(1);
    expect(faultsOf(edited({ "objective: { discount: 0.99, horizon: 100 }": "gamma: 0.99" }))).toHaveLength(
      1,
    );
  });

  it("mean keys that the schema has, every one", () => {
    const known = new Set<string>();
    const walk = (schema: JsonSchema, above: string): void => {
      for (const [key, inner] of Object.entries(schema.properties ?? {})) {
        known.add(key).add(`${above}.${key}`);
        walk(inner, key);
      }
      const inside = [schema.anyOf ?? [], schema.oneOf ?? [], schema.items ?? []].flat() as JsonSchema[];
      for (const inner of inside) walk(inner, above);
    };
    walk(studyJsonSchema(), "");
    expect(Object.keys(ALIASES).filter((key) => !known.has(key))).toEqual([]);
  });
});
