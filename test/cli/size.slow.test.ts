import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { refuseFullDisk } from "../../src/cli/refuse-full-disk.ts";
import { sizeOfStudies } from "../../src/size/study-size.ts";
import { loadStudies } from "../../src/study/load.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, valueIn, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const vectors = study({
  environment: { kind: "linear-quadratic", preset: "double-integrator" },
  objective: { discount: 1, horizon: 10 },
  policy: { kind: "linear-gaussian", deviation: 0.1 },
  agents: [
    {
      name: "accumulates",
      estimator: { kind: "reinforce", transforms: [{ kind: "accumulate", batches: 3 }] },
      optimizer: { kind: "sgd", learningRate: 1e-4 },
      batchSize: 2,
      iterations: 5,
    },
  ],
  probe: { batchSizes: [4], replicates: 3000, estimators: [{ name: "a longer name", kind: "reinforce" }] },
  seeds: "0..1",
});

const network = study({
  environment: { kind: "cart-pole" },
  objective: { discount: 1, horizon: 5 },
  policy: { kind: "perceptron", widths: [64, 32] },
  agents: [{ name: "still", estimator: { kind: "reinforce" }, iterations: 0 }],
  probe: { batchSizes: [1], replicates: 300 },
  seeds: 0,
});

describe("what a study takes", () => {
  it.each([
    ["of tables", study({ probe: { batchSizes: [1, 4], replicates: 500 }, seeds: 0 })],
    ["of a few parameters", vectors],
    ["of rows that are longer than a page", network],
  ])("on disk, %s, is foretold within a fifth", (_, content) => {
    const folder = temporaryFolder();
    const [path, db] = [writeStudy(folder, content), join(folder, "a.db")];
    expect(trueslope("run", path, "--db", db, "--quiet").code).toBe(0);
    const ratio = sizeOfStudies(loadStudies(path)).disk / statSync(db).size;
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.2);
  });

  it("in steps is what the database counts, where no trajectory ends early", () => {
    const folder = temporaryFolder();
    const [path, db] = [writeStudy(folder, vectors), join(folder, "a.db")];
    expect(trueslope("run", path, "--db", db, "--quiet").code).toBe(0);
    const counted =
      Number(valueIn(db, "SELECT sum(env_steps) FROM estimate WHERE estimator = 'agent'")) +
      Number(
        valueIn(db, "SELECT sum(steps) FROM (SELECT max(env_steps) AS steps FROM iteration GROUP BY run_id)"),
      );
    const batchesAtLastTheta = 2 * 3 * 2 * 10; // drawn, and not counted: runs, batches, trajectories, steps
    expect(sizeOfStudies(loadStudies(path)).steps).toBe(counted + batchesAtLastTheta);
  });

  it("in steps is a whole number where updates are made of steps", () => {
    const agent = { name: "ppo", update: { preset: "ppo-cleanrl" }, batchSteps: 256, iterations: 8 }; // 500 (256/500 × 9) is not
    const content = study({
      environment: { kind: "cart-pole" },
      objective: { discount: 1, horizon: 500 },
      policy: { kind: "perceptron", widths: [8] },
      agents: [agent],
      probe: undefined,
      seeds: 0,
    });
    expect(sizeOfStudies(loadStudies(writeStudy(temporaryFolder(), content))).steps).toBe(256 * 9);
  });

  it("in memory is that of all cells of a batch size, and grows with the horizon", () => {
    const of = (changes: object) =>
      sizeOfStudies(loadStudies(writeStudy(temporaryFolder(), { ...vectors, ...changes })));
    const { probe } = vectors;
    const more = of({ probe: { ...probe, replicates: 13_000 } }).memory - of({}).memory;
    expect(more).toBe(10_000 * 2 * (8 * (7 + 2) + 1)); // two estimators of two parameters
    expect(of({ objective: { discount: 1, horizon: 1000 } }).memory).toBeGreaterThan(of({}).memory);
  });

  it("of many studies is the sum on disk and in steps, and the largest in memory", () => {
    const each = [study({ name: "a" }), vectors].map((content) =>
      loadStudies(writeStudy(temporaryFolder(), content)),
    );
    const [a, b, both] = [each[0], each[1], each.flat()].map(sizeOfStudies);
    expect(both.steps).toBe(a.steps + b.steps);
    expect(both.memory).toBe(Math.max(a.memory, b.memory));
    expect(both.disk).toBeGreaterThan(Math.max(a.disk, b.disk));
    expect(both.disk).toBeLessThan(a.disk + b.disk); // one file
  });

  it("is said by validate and by a dry run", () => {
    const path = writeStudy(temporaryFolder(), study());
    const line =
      /It takes about [\d.]+ MiB on disk, at most [\d.]+ KiB of memory .*\sat\smost\s\d+\senvironment\ssteps\./s;
    for (const words of [
      ["validate", path],
      ["run", path, "--dry-run"],
    ]) {
      const { code, stdout } = trueslope(...words);
      expect(code).toBe(0);
      expect(stdout).toMatch(line);
    }
  });
});

describe("what cannot fit is refused with what would", () => {
  const environment = (kind: string, options: object) => ({ environment: { kind, ...options } });
  const agents = (batchSize: number) => ({ agents: [{ ...study().agents[0], batchSize }] });
  const probe = (changes: object) => ({ probe: { batchSizes: [1, 4], replicates: 20, ...changes } });
  it.each([
    ["agents[0].batchSize: expected at most 107374182 trajectories", agents(1e9)],
    ["probe.batchSizes[1]: expected at most 107374182 trajectories", probe({ batchSizes: [1, 1e9] })],
    ["probe.replicates: expected at most 30246248,", probe({ replicates: 1e9 })],
    ["environment.length must be at most 1000000; got 1000000000", environment("corridor", { length: 1e9 })],
    ["environment.states: expected at most 1000000, ", environment("garnet", { states: 1e9, actions: 2 })],
    ["environment.actions: expected at most 2000000, ", environment("garnet", { actions: 1e9 })],
    [
      "environment.states: expected at most 2000000, ",
      environment("finite-mdp", { states: 1e9, actions: 2, start: 0, transitions: [{ from: 0, to: 0 }] }),
    ],
    [
      "environment.vocabulary: expected at most 2000000 tokens; got 1000000000",
      environment("sequence", {
        vocabulary: 1e9,
        maxLength: 2,
        prompts: [{ targets: ["0"] }, { targets: ["1"] }],
      }),
    ],
    [
      "environment.maxLength must be at most 1000; got 1000000000",
      environment("sequence", { vocabulary: 2, maxLength: 1e9, prompts: [{ targets: ["0"] }] }),
    ],
  ])("%s", (message, changes) => {
    const path = writeStudy(temporaryFolder(), study(changes));
    expect(() => loadStudies(path)).toThrow(message);
  });

  it("by every command, in time, before anything is created", () => {
    const folder = temporaryFolder();
    const path = writeStudy(
      folder,
      study(environment("garnet", { states: 1e5, actions: 1e4, branching: 1 })),
    );
    const db = join(folder, "a.db");
    for (const words of [
      ["validate", path],
      ["run", path, "--db", db],
      ["run", path, "--db", db, "--dry-run"],
    ]) {
      const { code, stderr } = trueslope(...words);
      expect(code).toBe(2);
      expect(stderr).toMatch(/environment\.states: expected at most 400, .*; got 100000\n$/);
    }
    expect(existsSync(db)).toBe(false);
  });

  it("where a worker's memory is what is short, by the number that would fit", () => {
    const path = writeStudy(temporaryFolder(), study(probe({ replicates: 200_000 })));
    const memory = 2 ** 26;
    const refused = () => loadStudies(path, { memory });
    expect(refused).toThrow(
      /probe\.replicates: expected at most \d+: a worker keeps .*, and this machine has 64 MiB; got 200000/,
    );
    const [, most] = /at most (\d+)/.exec(String(messageOf(refused)))!;
    const with_ = (replicates: number) => () =>
      loadStudies(path, { memory, set: [`probe.replicates=${replicates}`] });
    expect(with_(Number(most))).not.toThrow();
    expect(with_(Number(most) + 1)).toThrow("probe.replicates: expected at most");
  });

  it("where the disk is too small", () => {
    const db = join(temporaryFolder(), "a.db");
    const sized = (replicates: number) =>
      loadStudies(writeStudy(temporaryFolder(), study(probe({ replicates }))));
    const free = 2 ** 24;
    const refused = () => refuseFullDisk(sized(100_000), db, { free });
    expect(refused).toThrow(
      /a\.db would take about 1\.\d+ GiB, and 16 MiB are free there; probe\.replicates of \d+ would fit/,
    );
    const [, fitting] = /replicates of (\d+)/.exec(messageOf(refused))!;
    expect(() => refuseFullDisk(sized(Number(fitting)), db, { free })).not.toThrow();
    expect(() => refuseFullDisk(sized((1.1 * Number(fitting) + 20) | 0), db, { free })).toThrow("would take");
    expect(() => refuseFullDisk(sized(2), db, { free: 1000 })).toThrow(
      "fewer seeds, probes or rows of iterations would do",
    );
  });
});

const messageOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
};
