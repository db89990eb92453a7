import { expect, test } from "vitest";
import { fromBlob } from "../../../src/store/vectors.ts";
import { database, scratch, study } from "../database.ts";
import { drawn, rowsOf, symbolsIn } from "./drawn.ts";

const folder = scratch();
const frozen = [{ name: "frozen", estimator: { kind: "reinforce", return: "total" }, iterations: 0 }];
const language = {
  environment: {
    kind: "sequence",
    vocabulary: ["a", "b", "end"],
    maxLength: 3,
    prompts: [{ targets: [""] }, { targets: ["a b"] }],
  },
  objective: { discount: 1, horizon: 3 },
  agents: frozen,
  seeds: [0],
};
const path = database(folder, "tokens.db", [
  study({
    ...language,
    probe: {
      batchSizes: [4, 8],
      replicates: 50,
      estimators: [{ name: "to-go", kind: "reinforce", baseline: { kind: "leave-one-out" } }],
    },
  }),
]);

test("the gradient by prompt and token is that of an answer worked out by hand", () => {
  const { rows, panels } = drawn(path, "tokens");
  expect(panels.map(({ title }) => title)).toEqual(["prompt 1", "prompt 2"]);
  const truth = (prompt: number) =>
    rows.filter((row) => row.estimator === null && row.prompt === prompt).map(({ size }) => Number(size));
  // π = 1/3 for each token. The empty answer to prompt 1: J = p(end)/2, so ∇ = (−1/9, −1/9, 2/9)/2 at its first token alone
  expect(truth(1)[0]).toBeCloseTo(Math.sqrt(6) / 18, 12);
  expect(truth(1).slice(1)).toEqual([0, 0]);
  // "a b" to prompt 2: J = p(a) p(b|a) p(end|a b)/2, the same at each of its three tokens
  for (const size of truth(2)) expect(size).toBeCloseTo(Math.sqrt(6) / 9 / 9 / 2, 12);
});

test("the noise is the deviation of the estimates' coordinates of a token", () => {
  const { panels, selection } = drawn(path, "tokens");
  const gradients = rowsOf(
    path,
    "SELECT gradient FROM estimate WHERE estimator = 'to-go' AND batch_size = 8",
  ).map(({ gradient }) => fromBlob(gradient as unknown as Uint8Array));
  const variance = (j: number) => {
    const values = gradients.map((gradient) => gradient[j]);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  };
  const prefixes = [[0], [1, 2], [3, 4, 5, 6]]; // empty; a, b; a a, a b, b a, b b
  for (const prompt of [0, 1])
    for (const [position, own] of prefixes.entries()) {
      const coordinates = own.flatMap((prefix) =>
        [0, 1, 2].map((token) => 3 * (7 * prompt + prefix) + token),
      );
      const noise = Math.sqrt(coordinates.reduce((sum, j) => sum + variance(j), 0));
      const points = symbolsIn(panels[prompt], selection.estimators.get("to-go")?.key as string);
      expect(points[position].x).toBeCloseTo(position + 1, 9);
      expect(points[position].y / noise).toBeCloseTo(1, 9);
    }
});

test("of many estimators each has a small panel, and those that agree have one", () => {
  const lambdas = [0.2, 0.4, 0.6, 0.8, 1].map((lambda) => ({
    ...{ name: `λ ${lambda}`, kind: "actor-critic", advantage: "gae", lambda, critic: { kind: "exact" } },
  }));
  const twin = { name: "twin", kind: "reinforce", return: "total" };
  const many = database(folder, "many.db", [
    study({ ...language, probe: { batchSizes: [64], replicates: 5, estimators: [...lambdas, twin] } }),
  ]);
  const { panels } = drawn(many, "tokens");
  const names = ["agent, twin", ...lambdas.map(({ name }) => name)];
  expect(panels.map(({ title, note }) => `${title} | ${note}`)).toEqual(
    [1, 2].flatMap((prompt) => names.map((name) => `${name} | prompt ${prompt}`)),
  );
});

test("it does not appear where nothing is written", () => {
  const lake = database(folder, "lake.db", [study({ agents: frozen, seeds: [0] })]);
  expect(drawn(lake, "tokens").sql).toBeUndefined();
});
