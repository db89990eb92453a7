import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadStudies, loadStudy } from "../../src/study/load.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { apart, estimatesOf as ofStudy } from "./estimates-of.ts";

const folder = temporaryFolder();
let files = 0;

/** A module of its own name, as what a module is loaded from is kept. */
const moduleOf = (text: string): string => {
  const name = `mine-${files++}.mjs`;
  writeFileSync(join(folder, name), text);
  return `./${name}`;
};

const corridor = {
  environment: { kind: "corridor", length: 5, start: 1, slip: 0.1, stepReward: -0.2 },
  objective: { discount: 0.9, horizon: 12 },
  policy: { kind: "softmax", initial: { normal: 0.5 } },
};
const pendulum = {
  environment: { kind: "pendulum" },
  objective: { discount: 0.9, horizon: 15 },
  policy: { kind: "perceptron", widths: [4], normalize: true },
};
const toGo = { kind: "reinforce", return: "to-go" };

const studyOf = (estimators: Readonly<Record<string, object>>, others: object = {}): string => {
  const path = join(folder, "study.yaml");
  const study = {
    ...{ name: "s", ...corridor, seeds: "0..1" },
    agents: [{ name: "a", estimator: toGo, batchSize: 4, iterations: 2 }],
    probe: {
      ...{ batchSizes: [6], replicates: 8 },
      estimators: Object.entries(estimators).map(([name, options]) => ({ name, ...options })),
    },
    ...others,
  };
  writeFileSync(path, JSON.stringify(study));
  return path;
};

const estimatesOf = (path: string) => ofStudy(loadStudy(path));

const CODE = `
const gae = (batch, lambda, values, lastValues) => {
  const out = new Float64Array(batch.steps);
  for (let i = 0; i < batch.trajectories; i++) {
    let following = batch.terminated[i] ? 0 : lastValues[i], running = 0;
    for (let k = batch.offsets[i + 1] - 1; k >= batch.offsets[i]; k--) {
      running = batch.rewards[k] + batch.discount * following - values[k] + batch.discount * lambda * running;
      out[k] = running;
      following = values[k];
    }
  }
  return out;
};
const zeros = (batch) => new Float64Array(batch.steps);
const weighted = (batch, weights) => {
  for (let i = 0; i < batch.trajectories; i++)
    for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) weights[k] *= batch.discount ** (k - batch.offsets[i]);
  return batch.score(weights).map((each) => each / batch.trajectories);
};
`;
const ADVANTAGES = `${CODE}
export default ({ lambda = 1 } = {}) => ({ advantages: (batch) => Array.from(gae(batch, lambda, batch.values, batch.lastValues)) });`;
const TO_GO = `${CODE}
export const gradient = (batch) => weighted(batch, gae(batch, 1, zeros(batch), zeros(batch)));`;

describe("a custom estimator", () => {
  const critic = { kind: "exact" };
  const gae = { kind: "actor-critic", lambda: 0.9, critic };

  it("has the estimates of ours where its code is ours, for agents and probes", () => {
    const mine = { module: moduleOf(ADVANTAGES), options: { lambda: 0.9 }, critic };
    const gradient = { module: moduleOf(TO_GO) };
    const found = estimatesOf(
      studyOf(
        {
          ...{ toGo, gradient, gae, mine },
          "gae-steps": { ...gae, average: "steps", stateWeight: "none" },
          "mine-steps": { ...mine, average: "steps", stateWeight: "none" },
        },
        { agents: [{ name: "a", estimator: gradient, batchSize: 4, iterations: 2 }] },
      ),
    );
    const close = (one: string, other: string) => apart(found, one, other);
    for (const [one, other] of [
      ["toGo", "gradient"],
      ["agent", "gradient"],
      ["gae", "mine"],
      ["gae-steps", "mine-steps"],
    ])
      expect(close(one, other), `${one} and ${other}`).toBeLessThan(1e-12);
    expect(close("gae", "mine-steps")).toBeGreaterThan(0.1); // so that the comparison can fail
  });

  it("has them on networks, with a learned critic and a transform", () => {
    const learned = { critic: { kind: "perceptron", widths: [4] } };
    const clip = { transforms: [{ kind: "clip-norm", max: 0.01 }] };
    const mine = { module: moduleOf(ADVANTAGES), options: { lambda: 0.9 } };
    const ofNetworks = estimatesOf(
      studyOf(
        {
          gae: { ...gae, ...learned, ...clip },
          mine: { ...mine, ...learned, ...clip },
        },
        pendulum,
      ),
    );
    expect(apart(ofNetworks, "gae", "mine")).toBeLessThan(1e-12);
  });

  it("has them beside an agent that learns from steps, with its critic", () => {
    const module = moduleOf(ADVANTAGES);
    const found = estimatesOf(
      studyOf(
        {
          gae: { kind: "actor-critic", lambda: 0.9, critic: "agent" },
          mine: { module, options: { lambda: 0.9 }, critic: "agent" },
        },
        {
          ...{ ...pendulum, policy: { kind: "perceptron", widths: [4] } },
          agents: [{ name: "a", update: { kind: "ppo" }, batchSteps: 64, iterations: 1 }],
        },
      ),
    );
    expect(apart(found, "gae", "mine")).toBeLessThan(1e-12);
  });

  it("has them of pairs", () => {
    const mine = { module: moduleOf(ADVANTAGES), options: { lambda: 0.9 } };
    const ofPairs = estimatesOf(
      studyOf(
        { gae, mine: { ...mine, critic } },
        {
          probe: {
            ...{ streams: 4, pairs: [7, 30] },
            estimators: [
              { name: "gae", ...gae },
              { name: "mine", ...mine, critic },
            ],
          },
        },
      ),
    );
    expect(apart(ofPairs, "gae", "mine")).toBeLessThan(1e-12);
  });

  it("has them of groups", () => {
    const grouped = `
      export const advantages = ({ steps, offsets, rewards, groupSize: K, trajectories }) => {
        const sum = (i) => rewards.subarray(offsets[i], offsets[i + 1]).reduce((a, b) => a + b, 0);
        const out = new Float64Array(steps);
        for (let i = 0; i < trajectories; i++) {
          const first = i - (i % K);
          let mean = 0;
          for (let j = first; j < first + K; j++) mean += sum(j) / K;
          out.fill(sum(i) - mean, offsets[i], offsets[i + 1]);
        }
        return out;
      };`;
    const ofGroups = estimatesOf(
      studyOf(
        {
          grpo: { kind: "group-relative", center: "group-mean", scale: "none", aggregate: "sum" },
          mine: { module: moduleOf(grouped), stateWeight: "none" },
        },
        {
          groups: { size: 3 },
          objective: { discount: 1, horizon: 12 },
          agents: [{ name: "a", estimator: toGo, batchSize: 6, iterations: 2 }],
        },
      ),
    );
    expect(apart(ofGroups, "grpo", "mine")).toBeLessThan(1e-12);
  });

  it("draws by a stream of its own: the same in every run of a seed", () => {
    const noisy = moduleOf("export const gradient = ({ theta, random }) => theta.map(() => random.next());");
    const path = studyOf({ noisy: { module: noisy }, other: { module: noisy } });
    const [one, again] = [estimatesOf(path), estimatesOf(path)];
    expect(one.get("noisy")).toEqual(again.get("noisy"));
    expect(one.get("noisy")).not.toEqual(one.get("other"));
    expect(new Set(one.get("noisy")).size).toBe(one.get("noisy")?.length);
  });

  it("cannot change what other estimators see", () => {
    const vandal = moduleOf(
      "export const gradient = (batch) => { const out = batch.theta.slice(); batch.theta.fill(0); batch.rewards.fill(9); batch.offsets.fill(0); return out; };",
    );
    const before = estimatesOf(studyOf({ toGo }));
    expect(estimatesOf(studyOf({ vandal: { module: vandal }, toGo })).get("toGo")).toEqual(
      before.get("toGo"),
    );
  });

  it("that is not finite later than in its first batch is an estimate without a value", () => {
    const text =
      "export const gradient = ({ theta, random }) => theta.map(() => (random.next() < 0.01 ? NaN : 1));";
    const rows = estimatesOf(studyOf({ mine: { module: moduleOf(text) } })).get("mine") ?? [];
    expect(rows.some(Number.isNaN)).toBe(true);
    expect(rows.some(Number.isFinite)).toBe(true);
  });

  it.each([
    ["exports no estimator; expected one as default or as estimator; there is a", "export const a = 1;"],
    [
      "is no estimator: expected a function advantages(batch) or gradient(batch); there is b",
      "export default { b: 1 };",
    ],
    ["its function returned nothing; expected an estimator", "export default () => {};"],
    ["its function threw TypeError: no", "export default () => { throw new TypeError('no'); };"],
    [
      "advantages and gradient are both there; expected one of the two",
      "export const advantages = () => [], gradient = () => [];",
    ],
    ["gradient must be a function (batch); got 3", "export const gradient = 3;"],
    ["cannot be loaded: SyntaxError", "export default {"],
  ])("is refused with the study: %s", (message, text) => {
    const module = moduleOf(text);
    expect(() => loadStudy(studyOf({ it: { module } }))).toThrow(
      new RegExp(
        `probe\\.estimators\\[0\\]: .*${module.slice(2)}:? ${message.replaceAll(/[()[\]]/g, "\\$&")}`,
      ),
    );
  });

  it("is refused with options that it does not read, or without its file", () => {
    const module = moduleOf("export const gradient = ({ theta }) => theta;");
    expect(loadError(studyOf({ word: { module, lamda: 1 } }))).toContain("lamda is not a key here");
    const others = loadError(
      studyOf({
        ...{ average: { module, average: "steps" }, options: { module, options: { lambda: 1 } } },
        missing: { module: "./missing.mjs" },
      }),
    );
    expect(others).toContain(
      "probe.estimators[0]: average goes with a module of advantages, and only with it",
    );
    expect(others).toContain(
      "takes no options, as it exports an estimator and no function of options; got lambda",
    );
    expect(others).toContain("missing.mjs: no such file");
  });

  it.each([
    ["gradient has the length 2; θ has 10 parameters", "export const gradient = () => [1, 2];"],
    ["advantages has the length 1; the batch has", "export const advantages = () => [1];"],
    [
      "gradient[1] of its first batch is NaN",
      "export const gradient = ({ theta }) => theta.map((_, j) => (j === 1 ? NaN : 1));",
    ],
    ["gradient(batch) returned nothing; expected a list of numbers", "export const gradient = () => {};"],
    ["gradient(batch) returned a Promise", "export const gradient = async ({ theta }) => theta;"],
    ['gradient(batch) returned "1" as number 0 of 1', 'export const gradient = () => ["1"];'],
    [
      "gradient(batch) threw ReferenceError: missing is not defined (line 2)",
      "export const gradient = () =>\n  missing;",
    ],
    [
      "gradient(batch) threw RangeError: there is no batch.values: the study names no critic of this estimator",
      "export const gradient = ({ values }) => values;",
    ],
    ["there is no batch.observations: states are discrete", "export const gradient = (b) => b.observations;"],
    ["score takes", "export const gradient = (b) => b.score([1]);"],
    [
      "when asked again about the same batch: it must remember nothing",
      "let n = 0; export const gradient = ({ theta }) => theta.map(() => n++);",
    ],
  ])("fails its run with one clear message: %s", (message, text) => {
    const module = moduleOf(text);
    const path = studyOf({ it: { module } });
    expect(() => estimatesOf(path)).toThrow(
      new RegExp(`^estimator "it": .*${module.slice(2)}: .*${message.replaceAll(/[()[\]]/g, "\\$&")}`),
    );
  });

  it("is known by its path from the working folder and its digest, also where a study varies it", () => {
    const [one, two] = [
      moduleOf("export const gradient = ({ theta }) => theta;"),
      moduleOf("export const gradient = ({ theta }) => theta; "),
    ];
    const path = studyOf(
      { it: { module: one } },
      { vary: { "probe.estimators.0.module": [one, two] }, seeds: 0 },
    );
    const digests = loadStudies(path).map(
      ({ probe }) => (probe?.estimators[0] as { digest?: string } | undefined)?.digest,
    );
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(digests).size).toBe(2);
  });
});

const loadError = (path: string): string => {
  try {
    loadStudy(path);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was wrong");
};
