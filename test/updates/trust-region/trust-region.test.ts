import { describe, expect, it } from "vitest";
import { linear } from "../../../src/policies/bodies/linear.ts";
import { perceptron } from "../../../src/policies/bodies/perceptron.ts";
import { timeTable } from "../../../src/policies/bodies/time-table.ts";
import type { Body } from "../../../src/policies/body.ts";
import { composed } from "../../../src/policies/composed.ts";
import { categorical } from "../../../src/policies/heads/categorical.ts";
import { gaussian } from "../../../src/policies/heads/gaussian.ts";
import type { Distributions, Head } from "../../../src/policies/heads/head.ts";
import type { InputRows } from "../../../src/policies/policy-metric.ts";
import type { TrajectoryBatch } from "../../../src/trajectories/batch.ts";
import { conjugateGradients } from "../../../src/updates/trust-region/conjugate-gradients.ts";
import { fisherProduct } from "../../../src/updates/trust-region/fisher-product.ts";
import {
  type AcceptanceRule,
  acceptanceRules,
  lineSearch,
} from "../../../src/updates/trust-region/line-search.ts";
import { naturalStep } from "../../../src/updates/trust-region/natural-step.ts";
import { deepGolden } from "../../deep-golden.ts";
import { dot, largest, normals } from "../../numbers.ts";
import { exactPerceptron } from "../../policies/exact-perceptron.ts";
import { apart } from "../../policies/perceptron-twin.ts";

const policyOf = (body: Body, head: Head, observationSize: number) =>
  composed({ kind: "test", observationSize, body, head });
type Composed = ReturnType<typeof policyOf>;

const meanOf = (numbers: Float64Array) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** The distributions at some rows and some θ. */
const distributionsAt = (policy: Composed, input: InputRows, theta: Float64Array): Distributions => {
  const { outputs, own } = policy.metric;
  const out = { outputs: new Float64Array(input.rows * outputs), own: new Float64Array(own) };
  policy.load(theta);
  policy.metric.distributions(input, theta, out);
  return out;
};
const meanDivergence = (policy: Composed, from: Distributions, to: Distributions, rows: number) => {
  const out = new Float64Array(rows);
  policy.metric.divergences(from, to, rows, out);
  return meanOf(out);
};

describe.each([
  [
    "a perceptron and a Gaussian",
    exactPerceptron({ inputs: 2, widths: [5, 3], outputs: 2, activation: "tanh" }),
    gaussian(2, "learned"),
    40,
  ],
  [
    "a perceptron and a softmax",
    exactPerceptron({ inputs: 2, widths: [4], outputs: 3, activation: "tanh" }),
    categorical(3),
    40,
  ],
  ["a linear map of many rows and a Gaussian", linear(2, 2, true), gaussian(2, 0.5), 600],
  ["a table and a softmax", timeTable(5, 3), categorical(3), 600],
] as const)("the Fisher matrix of %s", (name, body, head, rows) => {
  const policy = policyOf(body, head, 2);
  const P = policy.parameters;
  const theta = normals(P, name, "theta").map((x) => 0.6 * x);
  const input = {
    rows,
    inputs: normals(rows * 2, name, "rows"),
    times: Int32Array.from({ length: rows }, (_, r) => (r * r) % 5),
  };

  it("is the second derivative of the mean KL, either way round", () => {
    const before = distributionsAt(policy, input, theta);
    const [u, v] = ["u", "v"].map((key) => normals(P, name, key).map((x) => x / Math.sqrt(P)));
    const along = (d: Float64Array, reverse: boolean) => {
      const at = (step: number) => {
        const there = distributionsAt(
          policy,
          input,
          theta.map((x, j) => x + step * d[j]),
        );
        return reverse
          ? meanDivergence(policy, there, before, rows)
          : meanDivergence(policy, before, there, rows);
      };
      const second = (h: number) => (at(h) + at(-h)) / h ** 2; // KL is 0 in the middle
      return (4 * second(2e-3) - second(4e-3)) / 3;
    };
    policy.load(theta);
    const image = new Float64Array(P);
    fisherProduct(policy.metric, input, 0.1)(v, image);
    const sum = u.map((x, j) => x + v[j]);
    const difference = u.map((x, j) => x - v[j]);
    const scale = along(v, false);
    for (const reverse of [false, true]) {
      const mixed = (along(sum, reverse) - along(difference, reverse)) / 4;
      expect(Math.abs(mixed + 0.1 * dot(u, v) - dot(u, image)) / scale).toBeLessThan(1e-6);
      expect(Math.abs(mixed - 0.1 * dot(u, v) - dot(u, image)) / scale).toBeGreaterThan(1e-4);
      expect(Math.abs(along(v, reverse) + 0.1 * dot(v, v) - dot(v, image)) / scale).toBeLessThan(1e-6);
    }
  });

  it("would be found out with a sign of the head's own block, or of the outputs', turned", () => {
    const turned = (own: boolean) => {
      const other: Head = {
        ...head,
        fisher(outputs, count, tangents, out) {
          head.fisher(outputs, count, tangents, out);
          if (!own) for (let k = 0; k < count * head.inputs; k++) out[k] = -out[k];
        },
        ...(head.addOwnFisher && {
          addOwnFisher: (count, direction, out, place) =>
            head.addOwnFisher?.(own ? -count : count, direction, out, place),
        }),
      };
      const wrong = policyOf(body, other, 2);
      wrong.load(theta);
      const [right, image] = [new Float64Array(P), new Float64Array(P)];
      const v = normals(P, name, "v");
      fisherProduct(policy.metric, input, 0.1)(v, right);
      fisherProduct(wrong.metric, input, 0.1)(v, image);
      return apart(image, right);
    };
    expect(turned(false)).toBeGreaterThan(0.1);
    if (head.addOwnFisher) expect(turned(true)).toBeGreaterThan(0.1);
  });
});

const { inputs, advantages, gaussian: ofGaussian, softmax } = deepGolden;
const rows = 8;
const shape = { inputs: 3, widths: [4, 4], activation: "tanh" } as const;
const everyRow = { rows, inputs: Float64Array.from(inputs.observations), times: new Int32Array(rows) };
const everyFifth = {
  rows: 2,
  inputs: Float64Array.of(...inputs.observations.slice(0, 3), ...inputs.observations.slice(15, 18)),
  times: new Int32Array(2),
};

/**
 * Largest relative errors: of products with F, and of ten iterations of CG. In float32 a product is off by less than 1e-6; but
 * near its end each iteration of CG multiplies what it is off by tenfold, as its directions are no longer conjugate.
 */
const double = { product: 1e-9, searched: 1e-9 };
const single = { product: 1e-6, searched: 3e-3 };

describe.each([
  [
    "a Gaussian in float64",
    ofGaussian,
    exactPerceptron({ ...shape, outputs: 2 }),
    gaussian(2, "learned"),
    double,
  ],
  ["a softmax in float64", softmax, exactPerceptron({ ...shape, outputs: 3 }), categorical(3), double],
  [
    "a Gaussian on the kernel",
    ofGaussian,
    perceptron({ ...shape, outputs: 2 }),
    gaussian(2, "learned"),
    single,
  ],
  ["a softmax on the kernel", softmax, perceptron({ ...shape, outputs: 3 }), categorical(3), single],
] as const)("a TRPO step of %s is PyTorch's", (_, golden, body, head, { product, searched }) => {
  const policy = policyOf(body, head, 3);
  const theta = Float64Array.from(golden.theta);
  const P = theta.length;
  const batch: TrajectoryBatch = {
    trajectories: 1,
    steps: rows,
    offsets: Int32Array.of(0, rows),
    rewards: new Float64Array(rows),
    states: new Int32Array(0),
    actions: Float64Array.from(golden.actions),
    lastStates: new Int32Array(0),
    observations: everyRow.inputs,
    lastObservations: new Float64Array(3),
    terminated: Uint8Array.of(1),
    groupSize: 1,
  };
  const weights = Float64Array.from(advantages.sample, (a) => a / rows);
  const gradient = new Float64Array(P);
  const logsAt = (theta: Float64Array) => {
    const logs = new Float64Array(rows);
    policy.load(theta);
    policy.logProbabilities(batch, logs);
    return logs;
  };
  policy.load(theta);
  policy.weightedScores(batch, 0, rows, [weights], [gradient]);
  const apply = (input: InputRows, damping = 0.1) => fisherProduct(policy.metric, input, damping);
  const cg = { iterations: 10, tolerance: 0 };
  const { trpo } = golden;

  it("in its gradient, F v and solutions", () => {
    policy.load(theta);
    expect(apart(gradient, trpo.gradient)).toBeLessThan(product);
    const out = new Float64Array(P);
    apply(everyRow, 0)(Float64Array.from(trpo.direction), out);
    expect(apart(out, trpo.fisher)).toBeLessThan(product);
    conjugateGradients(apply(everyRow), gradient, out, cg);
    expect(apart(out, trpo.solution10)).toBeLessThan(searched);
    conjugateGradients(apply(everyRow), gradient, out, { iterations: 30, tolerance: 0 });
    expect(apart(out, trpo.solution)).toBeLessThan(product);
    conjugateGradients(apply(everyFifth), gradient, out, cg);
    expect(apart(out, trpo.solutionEvery5)).toBeLessThan(searched);
    conjugateGradients(apply(everyRow), gradient, out, { iterations: 3, tolerance: 0 });
    expect(apart(out, trpo.solution10)).toBeGreaterThan(0.01);
  });

  it.each(trpo.searches)("in its step, its tries and what is accepted, with δ = $delta", (search) => {
    const step = new Float64Array(P);
    policy.load(theta);
    const expected = naturalStep(apply(everyRow), gradient, search.delta, cg, step);
    expect(Math.abs(expected / search.expected - 1)).toBeLessThan(searched);
    expect(
      apart(
        step,
        trpo.solution10.map((x) => search.step * x),
      ),
    ).toBeLessThan(searched);

    const before = distributionsAt(policy, everyRow, theta);
    const logs = logsAt(theta);
    const attempt = (fraction: number, order: AcceptanceRule["order"]) => {
      const there = theta.map((x, j) => x + fraction * step[j]);
      const after = distributionsAt(policy, everyRow, there);
      const now = logsAt(there);
      const gain = now.reduce((sum, log, r) => sum + weights[r] * (Math.exp(log - logs[r]) - 1), 0);
      const [from, to] = order === "before-after" ? [before, after] : [after, before];
      return { gain, kl: meanDivergence(policy, from, to, rows) };
    };
    for (const [shrink, tries] of [
      [0.5, search.halves],
      [0.8, search.fifths],
    ] as const)
      for (const [i, gain] of tries.gain.entries()) {
        const forth = attempt(shrink ** i, "before-after");
        const back = attempt(shrink ** i, "after-before");
        const errors = [forth.gain - gain, forth.kl - tries.kl[i], back.kl - tries.reverseKl[i]];
        expect(largest(errors)).toBeLessThan(4 * searched * Math.max(1, tries.kl[i]));
      }
    for (const [name, accepted] of Object.entries(search.accepted)) {
      const rule = acceptanceRules[name as keyof typeof acceptanceRules];
      const shrink = rule.order === "before-after" ? 0.5 : 0.8;
      const options = { rule, shrink, tries: 10, delta: search.delta };
      const fraction = lineSearch(options, expected, (fraction) => attempt(fraction, rule.order));
      expect(fraction).toBeCloseTo(shrink ** accepted, 12);
      if (name === "im" && search.theta)
        expect(
          apart(
            theta.map((x, j) => x + fraction * step[j]),
            search.theta,
          ),
        ).toBeLessThan(searched);
    }
  });
});
