import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeFrame, type Frame, type Tensor } from "../../src/bridge/frame.ts";
import { readFrameFile } from "../../src/bridge/frame-file.ts";
import type { Study } from "../../src/config/schema.ts";
import { judgedStudy } from "../../src/study/judged-study.ts";
import { loadStudy } from "../../src/study/load.ts";
import { type RecordOptions, recordBatches } from "../../src/study/record-batches.ts";
import { apart, estimatesOf } from "../estimators/estimates-of.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

const folder = temporaryFolder();
const DISCOUNT = 0.9;
const corridor = {
  environment: { kind: "corridor", length: 5, start: 1, slip: 0.1, stepReward: -0.2 },
  objective: { discount: DISCOUNT, horizon: 12 },
  policy: { kind: "softmax", initial: { normal: 0.5 } },
};
const gae = { name: "gae", kind: "actor-critic", lambda: 0.9, critic: { kind: "exact" } };

const studyOf = (others: object = {}): Study => {
  const path = join(folder, "study.yaml");
  const study = {
    ...{ name: "s", ...corridor, seeds: "0..1" },
    agents: [{ name: "a", estimator: { kind: "reinforce" }, batchSize: 4, iterations: 2 }],
    probe: { batchSizes: [6, 2], replicates: 5, estimators: [gae] },
    ...others,
  };
  writeFileSync(path, JSON.stringify(study));
  return loadStudy(path);
};

/** What a program elsewhere reads. */
const batchesOf = (study: Study, options: Partial<RecordOptions> = {}): Frame & { count: number } => {
  const path = join(folder, "batches.safetensors");
  const { count, parts } = recordBatches(study, { name: "elsewhere", critic: { kind: "exact" }, ...options });
  writeFileSync(path, Buffer.concat(parts));
  return { count, ...readFrameFile(path) };
};

const fileOf = (
  name: string,
  values: Float64Array,
  shape: readonly number[],
  metadata: Frame["metadata"],
) => {
  const path = join(folder, `${name}.safetensors`);
  writeFileSync(path, encodeFrame([{ name: name.replace(/-.*/, ""), shape, values }], metadata));
  return path;
};

/** GAE(0.9) of every step. */
const advantagesOf = (arrayOf: (name: string) => Tensor["values"]): Float64Array => {
  const [rewards, values, offsets] = ["rewards", "values", "offsets"].map(arrayOf);
  const [lastValues, terminated] = ["last_values", "terminated"].map(arrayOf);
  const out = new Float64Array(rewards.length);
  for (let i = 0; i < terminated.length; i++) {
    let [following, running] = [terminated[i] ? 0 : lastValues[i], 0];
    for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) {
      running = rewards[k] + DISCOUNT * following - values[k] + DISCOUNT * 0.9 * running;
      out[k] = running;
      following = values[k];
    }
  }
  return out;
};

/** Σ γᵗ A ∇log π / n of a softmax table. */
const gradientOf = (arrayOf: (name: string) => Tensor["values"]): Float64Array => {
  const [theta, states, actions, offsets] = ["theta", "states", "actions", "offsets"].map(arrayOf);
  const A = 2;
  const advantages = advantagesOf(arrayOf);
  const out = new Float64Array(theta.length);
  const n = offsets.length - 1;
  for (let i = 0; i < n; i++)
    for (let k = offsets[i]; k < offsets[i + 1]; k++) {
      const row = theta.subarray(A * states[k], A * states[k] + A);
      const sum = Array.from(row).reduce((total, each) => total + Math.exp(each), 0);
      for (let a = 0; a < A; a++) {
        const score = (a === actions[k] ? 1 : 0) - Math.exp(row[a]) / sum;
        out[A * states[k] + a] += (DISCOUNT ** (k - offsets[i]) * advantages[k] * score) / n;
      }
    }
  return out;
};

const computedOf = (
  { tensors, count }: ReturnType<typeof batchesOf>,
  compute: (arrayOf: (name: string) => Tensor["values"]) => Float64Array,
): Float64Array => {
  const parts = Array.from({ length: count }, (_, i) =>
    compute((name) => (tensors.get(`${i}.${name}`) as Tensor).values),
  );
  return Float64Array.from(parts.flatMap((part) => [...part]));
};

describe("gradients of recorded batches", () => {
  const study = studyOf();
  const batches = batchesOf(study);
  const P = Number(batches.metadata.parameters);
  const gradients = computedOf(batches, gradientOf);
  const shape = [batches.count, P];

  it("are of all batches that a probe's estimators get, and have their rows", () => {
    expect(batches.count).toBe(2 * 2 * 2 * 5); // seeds, probes, sizes, replicates
    const found = estimatesOf(judgedStudy(study, fileOf("gradients", gradients, shape, batches.metadata)));
    expect(apart(found, "gae", "elsewhere")).toBeLessThan(1e-12);
    const wrong = gradients.with(7, gradients[7] + 1);
    const other = estimatesOf(judgedStudy(study, fileOf("gradients-wrong", wrong, shape, batches.metadata)));
    expect(apart(other, "gae", "elsewhere")).toBeGreaterThan(0.01); // so that the comparison can fail
  });

  it("may be advantages, which are weighted as ours are", () => {
    const values = computedOf(batches, advantagesOf);
    const path = fileOf("advantages", values, [values.length], batches.metadata);
    const found = estimatesOf(judgedStudy(study, path));
    expect(apart(found, "gae", "elsewhere")).toBeLessThan(1e-12);
  });

  it("are told by each batch's run, probe, size, replicate and seed", () => {
    const told = JSON.parse(batches.metadata.batches);
    expect(told[0]).toMatchObject({ agent: "a", run_seed: 0, iteration: 0, trajectories: 6, replicate: 0 });
    expect(told[5]).toMatchObject({ iteration: 0, trajectories: 2, replicate: 0 });
    expect(told[10]).toMatchObject({ run_seed: 0, iteration: 2 });
    expect(told[20]).toMatchObject({ run_seed: 1, iteration: 0 });
    expect(new Set(told.map(({ key }: { key: string }) => key)).size).toBe(batches.count);
    expect(new Set(told.map(({ seed }: { seed: number }) => seed)).size).toBe(batches.count);
  });

  it("are of streams of pairs too", () => {
    const pairs = studyOf({ probe: { streams: 3, pairs: [20, 7], estimators: [gae] } });
    const recorded = batchesOf(pairs);
    expect(recorded.count).toBe(2 * 2 * 3 * 2);
    expect(JSON.parse(recorded.metadata.batches)[1]).toMatchObject({ stream: 0, steps: 20 });
    const path = fileOf(
      "gradients-pairs",
      computedOf(recorded, gradientOf),
      [recorded.count, P],
      recorded.metadata,
    );
    const found = estimatesOf(judgedStudy(pairs, path));
    expect(apart(found, "gae", "elsewhere")).toBeLessThan(1e-12);
  });

  it("do not depend on what else the study measures, and are not those of another agent", () => {
    const path = fileOf("gradients", gradients, shape, batches.metadata);
    const more = { batchSizes: [6, 2], replicates: 5, estimators: [gae, { name: "b", kind: "reinforce" }] };
    expect(() => judgedStudy(studyOf({ probe: more }), path)).not.toThrow();
    expect(() => judgedStudy(studyOf({ seeds: 3 }), path)).toThrow(
      "gradients.safetensors is of batches of another version of the study s, whose runs are not those of s: write its batches anew",
    );
    const agents = [{ name: "a", estimator: { kind: "reinforce" }, batchSize: 5, iterations: 2 }];
    expect(() => judgedStudy(studyOf({ agents }), path)).toThrow("another version of the study s");
  });

  it.each([
    [
      "gradients has the shape [39, 10]; expected a row for each of 40 batches, of 10 parameters",
      gradients.slice(P),
      [39, 10],
    ],
    [
      "gradients has the shape [40, 9]; expected a row for each of 40 batches, of 10 parameters",
      gradients.slice(40),
      [40, 9],
    ],
    ["gradients has the shape [400]; expected a row for each of 40 batches", gradients, [400]],
    [
      "gradients: number 7 of batch 1 (agent a, seed 0, iteration 0, batch size 6, replicate 1) is NaN",
      gradients.with(17, Number.NaN),
      [40, 10],
    ],
  ])("are refused: %s", (message, values, shape) => {
    const path = fileOf("gradients", values as Float64Array, shape as number[], batches.metadata);
    expect(() => judgedStudy(study, path)).toThrow(`${path}: ${message}`);
  });

  it("are refused without the metadata of their batches, or where there is another array", () => {
    expect(() => judgedStudy(study, fileOf("gradients", gradients, shape, {}))).toThrow(
      /gradients\.safetensors: its metadata are not those of a file of trueslope batches, which must be written along \(trueslope: /,
    );
    const text = { ...batches.metadata, batches: "[1]" };
    expect(() => judgedStudy(study, fileOf("gradients", gradients, shape, text))).toThrow(
      "batches: is no list of batches",
    );
    expect(() => judgedStudy(study, fileOf("grads", gradients, shape, batches.metadata))).toThrow(
      "grads.safetensors: expected gradients [batches, P] or advantages [steps]; there is grads",
    );
  });

  it.each([
    ["no such file", undefined],
    ["is no safetensors file: it ends before its header does", "abc"],
    ["is no safetensors file: it ends before its header does", "123456789"],
    ["is no safetensors file: ", "\u0002\0\0\0\0\0\0\0{]"],
    ["is no safetensors file: it has ", undefined],
  ])("are refused where the file %s", (message, content) => {
    const path = join(folder, `f-${message.length}-${content?.length}.safetensors`);
    if (content !== undefined) writeFileSync(path, content);
    if (message.endsWith("has ")) {
      const whole = encodeFrame([{ name: "gradients", shape, values: gradients }], batches.metadata);
      writeFileSync(path, whole.subarray(0, whole.length - 1));
    }
    expect(() => judgedStudy(study, path)).toThrow(
      `${path}${message.startsWith("no") ? ": " : " "}${message}`,
    );
  });

  it("are refused where the name is taken, θ has another length, or a study asks under another name", () => {
    expect(() => recordBatches(study, { name: "gae" })).toThrow(/estimators\[1\]\.name.*gae/);
    const path = fileOf("gradients", gradients, shape, batches.metadata);
    const named = (name: string, others: object = {}) =>
      studyOf({
        probe: {
          batchSizes: [6, 2],
          replicates: 5,
          estimators: [{ name, kind: "recorded", gradients: path }],
        },
        ...others,
      });
    expect(estimatesOf(named("elsewhere")).get("elsewhere")).toHaveLength(gradients.length);
    expect(() => estimatesOf(named("other"))).toThrow(
      /^estimator "other": .* does not know this batch: it is of estimator "elsewhere"/,
    );
    const environment = { kind: "corridor", length: 7, start: 1 };
    expect(() => named("elsewhere", { environment })).toThrow(/is of 10 parameters; θ has 14/);
  });

  it("are of networks too, which see observations", () => {
    const policy = { kind: "perceptron", widths: [3], normalize: true };
    const critic = { kind: "perceptron", widths: [3], fit: "earlier-batch" };
    const pendulum = studyOf({
      ...{ environment: { kind: "pendulum" }, policy, seeds: 0 },
      probe: { batchSizes: [6], replicates: 3, estimators: [{ ...gae, critic }] },
    });
    const recorded = batchesOf(pendulum, {
      critic: { kind: "perceptron", widths: [3], fit: "earlier-batch" } as never,
    });
    const { shape } = recorded.tensors.get("0.observations") as Tensor;
    expect(shape).toEqual([72, 3]);
    const values = computedOf(recorded, advantagesOf);
    const path = fileOf("advantages", values, [values.length], recorded.metadata);
    const found = estimatesOf(judgedStudy(pendulum, path));
    expect(apart(found, "gae", "elsewhere")).toBeLessThan(1e-12);
  });

  it("take a probe and, of large studies, fewer batches", () => {
    expect(() => recordBatches(study, { name: "elsewhere", most: 5000 })).toThrow(
      "a file of batches has at most 4.88 KiB; choose fewer seeds, probes or probe.replicates",
    );
    expect(() => recordBatches(studyOf({ probe: undefined }), { name: "elsewhere" })).toThrow(
      "study s has no probe, whose batches could be written",
    );
  });
});
