import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors/config-error.ts";
import { pathText } from "../../src/errors/study-path.ts";
import { loadStudy, parseStudy } from "../../src/study/load.ts";
import { edited, frozenLake } from "../config/frozen-lake.ts";

const sgd = { kind: "sgd", learningRate: 0.5 };
const exact = { kind: "exact" };
const scaling = { average: "trajectories", normalize: "none" };
const toGo = { kind: "reinforce", return: "to-go", baseline: { kind: "none" }, ...scaling };

describe("loadStudy", () => {
  it("reads a study and fills in its defaults", () => {
    expect(parseStudy(frozenLake, "study.yaml")).toEqual({
      name: "frozen-lake",
      environment: { kind: "frozen-lake", map: "4x4", slippery: true },
      objective: { discount: 0.99, horizon: 100, stateWeight: "discounted" },
      policy: { kind: "softmax" },
      agents: [
        { name: "reinforce", estimator: toGo, optimizer: sgd, batchSize: 32, iterations: 100, logEvery: 1 },
        {
          name: "actor-critic",
          estimator: {
            kind: "actor-critic",
            advantage: "gae",
            lambda: 0.95,
            critic: { kind: "td", learningRate: 0.1, fit: "training" },
            ...scaling,
          },
          optimizer: sgd,
          batchSize: 32,
          iterations: 100,
          logEvery: 1,
        },
      ],
      probe: {
        every: 50,
        batchSizes: [1, 8, 64],
        replicates: 200,
        exactMoments: true,
        estimators: [
          { name: "total-return", ...toGo, return: "total" },
          { name: "to-go", ...toGo },
          { name: "to-go-no-discount", ...toGo, stateWeight: "none" },
          { name: "to-go-value", ...toGo, baseline: { kind: "value", critic: exact } },
          { name: "td-exact", kind: "actor-critic", advantage: "td", critic: exact, ...scaling },
          {
            name: "gae-exact",
            kind: "actor-critic",
            advantage: "gae",
            lambda: 0.95,
            critic: exact,
            ...scaling,
          },
        ],
      },
      seeds: [0, 1, 2],
    });
  });

  it("finds the same study in the file of experiments", () => {
    expect(loadStudy("experiments/frozen-lake/study.yaml")).toEqual(parseStudy(frozenLake, "study.yaml"));
  });

  it("reads JSON, also with tabs", () => {
    const study = parseStudy(frozenLake, "study.yaml");
    expect(parseStudy(JSON.stringify(study, null, "\t"), "study.json")).toEqual(study);
  });

  it("reads anchors and aliases", () => {
    const text = edited({
      "optimizer: { kind: sgd, learningRate: 0.5 }\n    batchSize: 32\n    iterations: 100\n  -":
        "optimizer: &step { kind: adam, learningRate: 0.01 }\n    iterations: 100\n  -",
      "optimizer: { kind: sgd, learningRate: 0.5 }": "optimizer: *step",
    });
    expect(parseStudy(text, "study.yaml").agents[1].optimizer).toMatchObject({ kind: "adam", beta1: 0.9 });
  });

  it("takes a study without a probe, and a probe without estimators of its own", () => {
    const head = frozenLake.slice(0, frozenLake.indexOf("probe:"));
    expect(parseStudy(`${head}seeds: 7`, "study.yaml")).toMatchObject({ seeds: [7] });
    const probe = "probe: { batchSizes: [4], replicates: 2 }\n";
    expect(parseStudy(`${head}${probe}seeds: [7, 9]`, "study.yaml").probe?.estimators).toEqual([]);
  });

  it("gives every fault its origin, path and line", () => {
    const text = edited({ "discount: 0.99": "discount: 2", "learningRate: 0.5": "learningRat: 0.5" });
    let caught: unknown;
    try {
      parseStudy(text, "study.yaml", { set: ["probe.replicates=1"] });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ConfigError);
    expect(
      (caught as ConfigError).issues.map(({ origin, path, line }) => [origin, pathText(path), line]),
    ).toEqual([
      ["--set probe.replicates=1", "probe.replicates", undefined],
      ["study.yaml", "objective.discount", 3],
      ["study.yaml", "agents[0].optimizer.learningRat", 8],
      ["study.yaml", "agents[1].optimizer.learningRat", 13],
    ]);
  });
});
