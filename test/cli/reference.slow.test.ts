import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { openReader } from "../../src/store/open.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const study = (name: string) => `name: ${name}
environment: { kind: cart-pole }
objective: { discount: 0.99, horizon: 40 }
policy: { kind: perceptron, widths: [8], normalize: true }
agents:
  - { name: a, estimator: { kind: reinforce }, optimizer: { kind: adam, learningRate: 0.01 }, batchSize: 8, iterations: 2 }
probe:
  batchSizes: [4, 16]
  replicates: 30
  estimators: [{ name: time, kind: reinforce, baseline: { kind: time } }]
  reference: { relativeError: 0.05, trajectories: 20000 }
seeds: 0
`;

const db = join(temporaryFolder(), "reference.db");
const other = join(temporaryFolder(), "reference.db");
const rows = (query: string, path = db): Record<string, number>[] => {
  const reader = openReader(path);
  try {
    return reader.prepare<[], Record<string, number>>(query).all();
  } finally {
    reader.close();
  }
};
const run = (name: string, path: string, ...options: string[]) => {
  const file = writeStudy(temporaryFolder(), study(name));
  const { code, stdout, stderr } = trueslope("run", file, "--db", path, ...options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
};
let printed: string;
beforeAll(() => {
  printed = run("first", db, "--workers", "2");
});

it("is the truth of every probe, with its error beside it", () => {
  const truths = rows(
    "SELECT t.*, r.trajectories, r.split_half_cosine, length(r.parts) / length(r.gradient) AS parts, " +
      "length(p.normalizer) AS normalizer FROM truth AS t JOIN probe AS p USING (probe_id) JOIN reference AS r USING (reference_hash)",
  );
  expect(truths).toHaveLength(2);
  for (const { method, norm, standard_error, parts, split_half_cosine, normalizer } of truths) {
    expect(method).toBe("reference");
    expect(standard_error / norm).toBeGreaterThan(0.01);
    expect(standard_error / norm).toBeLessThan(0.055);
    expect(parts).toBe(32);
    expect(split_half_cosine).toBeGreaterThan(0.98);
    expect(normalizer).toBe(2 * 4 * 8);
  }
  expect(printed).toContain("first on cart-pole");
});

it("is what all estimates are compared with, and the alignment is corrected for its noise", () => {
  const [{ missing }] = rows(
    "SELECT count(*) AS missing FROM estimate WHERE cosine IS NULL OR squared_error IS NULL",
  );
  expect(missing).toBe(0);
  for (const cell of rows("SELECT * FROM estimator_summary")) {
    expect(cell.corrected_cosine / cell.mean_cosine).toBeGreaterThan(1);
    expect(cell.corrected_cosine / cell.mean_cosine).toBeLessThan(1.01); // (1 + .05²)^½
    expect(cell.corrected_cosine_low).toBeLessThan(cell.corrected_cosine);
    expect(cell.bias_norm / cell.bias_noise).toBeLessThan(3);
  }
});

it("is the same with one worker, and is not drawn again where it is known", () => {
  run("first", other, "--workers", "1");
  const all = "SELECT reference_hash, hex(gradient) AS gradient, standard_error FROM reference ORDER BY 1";
  expect(rows(all, other)).toEqual(rows(all));
  const estimates =
    "SELECT estimator, batch_size, replicate, cosine, hex(gradient) AS g FROM estimate ORDER BY 1, 2, 3, 5";
  expect(rows(estimates, other)).toEqual(rows(estimates));
  run("second", db, "--quiet");
  expect(rows("SELECT count(*) AS n FROM reference")).toEqual([{ n: 2 }]);
  expect(rows("SELECT count(*) AS n FROM truth")).toEqual([{ n: 4 }]);
});

it("is refused where the gradient is exact", () => {
  const exact = study("exact")
    .replace("cart-pole", "corridor")
    .replace("{ kind: perceptron, widths: [8], normalize: true }", "{ kind: softmax }");
  const { code, stderr } = trueslope("validate", writeStudy(temporaryFolder(), exact));
  expect(code).toBe(2);
  expect(stderr).toContain("probe.reference: the exact gradient is known");
});
