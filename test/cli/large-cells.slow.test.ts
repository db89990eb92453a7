import { join } from "node:path";
import { expect, it } from "vitest";
import { openReader } from "../../src/store/open.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

it("measures diagnostics of cells that were sent to the writer already", () => {
  const folder = temporaryFolder();
  const db = join(folder, "large.db");
  // 64 numbers × 2100 replicates are more than a parcel holds
  const path = writeStudy(
    folder,
    study({
      agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 0 }],
      probe: {
        batchSizes: [1],
        replicates: 2100,
        diagnostics: { gradientNoise: true, usefulness: { stepSize: 0.1 } },
      },
      seeds: [0],
    }),
  );
  const { code, stderr } = trueslope("run", path, "--db", db, "--quiet");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const reader = openReader(db);
  const names = reader.prepare("SELECT name FROM diagnostic ORDER BY name").pluck().all();
  reader.close();
  expect(names).toEqual([
    "gradient_noise_scale",
    "gradient_noise_scale_high",
    "gradient_noise_scale_low",
    "usefulness",
  ]);
});

it("fails a run whose reference overflows, and says why", () => {
  const folder = temporaryFolder();
  const db = join(folder, "wild.db");
  const path = writeStudy(
    folder,
    study({
      environment: { kind: "linear-quadratic", preset: "double-integrator" },
      policy: { kind: "linear-gaussian", deviation: 1, normalize: true, initial: [1e80, 1e80] },
      agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 0 }],
      probe: { batchSizes: [2], replicates: 2, reference: {} },
      seeds: [0],
    }),
  );
  const { code, stderr } = trueslope("run", path, "--db", db, "--quiet");
  expect(code).toBe(1);
  expect(stderr).toMatch(/failed: agent a, seed 0: the reference is not finite/);
  const reader = openReader(db);
  expect(reader.prepare("SELECT status FROM run").pluck().all()).toEqual(["failed"]);
  reader.close();
});
