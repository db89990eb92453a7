import { expect, it } from "vitest";
import { learnedTables } from "../../src/cli/learned-tables.ts";
import { type CustomStudy, runStudyOn } from "../../src/index.ts";
import { openReader } from "../../src/store/open.ts";
import { queryOf } from "../../src/store/snapshot.ts";
import { anyEnvironment } from "../problems/environments.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";

const agent = (learningRate: number) => ({
  name: "a",
  estimator: { kind: "reinforce" as const },
  optimizer: { kind: "sgd" as const, learningRate },
  batchSize: 4,
  iterations: 2,
});

const regulator = (learningRate: number): CustomStudy => ({
  name: "x",
  objective: { discount: 1, horizon: 50 },
  policy: { kind: "linear-gaussian", deviation: 1 },
  agents: [agent(learningRate)],
  seeds: [1],
});

const curveOf = (path: string) => {
  const db = openReader(path);
  try {
    const rows = db
      .prepare<[], Record<string, number | null>>("SELECT * FROM learning_curve ORDER BY iteration")
      .all();
    return {
      known: rows.map(({ exact_return }) => exact_return !== null),
      finite: rows.map(({ exact_finite }) => exact_finite),
      learned: learnedTables(queryOf(db), ["x"], { width: Number.POSITIVE_INFINITY }),
    };
  } finally {
    db.close();
  }
};

const environment = () => anyEnvironment("linear-quadratic", { preset: "double-integrator" });

it("tells a J(θ) that overflows from one that nobody knows", async () => {
  const [far, near, unknown] = [temporaryFile(), temporaryFile(), temporaryFile()];
  expect(await runStudyOn(environment(), regulator(1e-3), { db: far })).toEqual([]);
  expect(curveOf(far)).toMatchObject({ known: [true, false, false], finite: [1, 0, 0] });
  expect(curveOf(far).learned).toContain("not finite (1 of 1)");
  expect(await runStudyOn(environment(), regulator(1e-12), { db: near })).toEqual([]);
  expect(curveOf(near)).toMatchObject({ known: [true, true, true], finite: [1, 1, 1] });
  expect(curveOf(near).learned).not.toContain("not finite");
  const study = {
    ...regulator(0.1),
    objective: { discount: 1, horizon: 5 },
    policy: { kind: "linear-softmax" as const },
  };
  expect(await runStudyOn(anyEnvironment("cart-pole"), study, { db: unknown })).toEqual([]);
  expect(curveOf(unknown)).toMatchObject({ known: [false, false, false], finite: [null, null, null] });
});
