import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openReader } from "../../src/store/open.ts";
import { database, scratch, study } from "../report/database.ts";

const folder = scratch();

/** One agent of the corridor; its batches are of 4 trajectories. */
const trained = (iterations: number) =>
  study({
    ...{ name: "speed", environment: { kind: "corridor", length: 4 }, probe: undefined, seeds: [0] },
    agents: [
      {
        ...{ name: "a", estimator: { kind: "reinforce" }, batchSize: 4, iterations },
        optimizer: { kind: "sgd", learningRate: 0.1 },
      },
    ],
  });

const rowsOf = (path: string, sql: string): Record<string, unknown>[] => {
  const db = openReader(path);
  try {
    return db.prepare<[], Record<string, unknown>>(sql).all();
  } finally {
    db.close();
  }
};

const alter = (path: string, sql: string): void => {
  const db = new Database(path);
  db.exec(sql);
  db.close();
};

test("the speed of a run is of the steps that it made itself, from its last start to its end", () => {
  const path = database(folder, "continued.db", [trained(2), trained(5)], { saves: true });
  alter(
    path,
    "UPDATE run SET started_at = '2026-01-01T00:00:00.000Z', ended_at = '2026-01-01T00:00:00.500Z'",
  );
  const curve = rowsOf(path, "SELECT iteration, env_steps FROM learning_curve ORDER BY iteration");
  const after = (updates: number) => Number(curve.find(({ iteration }) => iteration === updates)?.env_steps);
  const speeds = rowsOf(path, "SELECT * FROM run_speed ORDER BY from_iteration");
  expect(speeds.map(({ from_iteration }) => from_iteration)).toEqual([0, 2]);
  const steps = [after(1), after(4) - after(1)]; // a row's batch is counted in it
  for (const [i, speed] of speeds.entries()) {
    expect(speed).toMatchObject({ study: "speed", agent: "a", seed: 0, status: "done", env_steps: steps[i] });
    expect(Number(speed.seconds)).toBeCloseTo(0.5, 3);
    expect(Number(speed.steps_per_second) / steps[i]).toBeCloseTo(2, 2);
  }
});

test("one that is running is told up to its last sign of life, and one that took no time has no speed", () => {
  const path = database(folder, "running.db", [trained(3)], { done: 0, begun: true });
  const at = "2026-01-01T00:00:0";
  alter(
    path,
    `UPDATE run SET status = 'running', started_at = '${at}0Z', ended_at = NULL, heartbeat = '${at}4Z'`,
  );
  expect(Number(rowsOf(path, "SELECT seconds FROM run_speed")[0].seconds)).toBeCloseTo(4, 3);
  alter(path, "UPDATE run SET heartbeat = started_at");
  expect(rowsOf(path, "SELECT steps_per_second FROM run_speed")).toEqual([{ steps_per_second: null }]);
  alter(path, "UPDATE run SET started_at = NULL");
  expect(rowsOf(path, "SELECT * FROM run_speed")).toEqual([]);
});
