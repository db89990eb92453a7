import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { exportDatabase } from "../../src/export/export.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { planned, provenance } from "../store/cells.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { readEvents } from "./read-events.ts";
import { runSmallStudy } from "./small-study.ts";

const folder = temporaryFolder();
const db = join(folder, "small.db");
const place = (name: string) => join(folder, name);

beforeAll(() => runSmallStudy(db));

const query = (sql: string): Record<string, unknown>[] => {
  const reader = openReader(db);
  try {
    return reader.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    reader.close();
  }
};

describe("TensorBoard", () => {
  const output = place("events");
  const file = (agent: string, seed: number) =>
    readFileSync(join(output, "frozen-lake", agent, `seed-${seed}`, "events.out.tfevents.trueslope"));
  const points = (agent: string, seed: number) => readEvents(file(agent, seed)).points;

  it("has a folder per run, and takes no tables", () => {
    const files = exportDatabase(db, { format: "tensorboard", output });
    expect(files).toHaveLength(4);
    for (const { count } of files) expect(count).toBeGreaterThan(4 * 3);
    expect(files[0].count).toBe(points("actor-critic", 0).length);
    expect(readEvents(file("reinforce", 1)).version).toBe("brain.Event:2");
    expect(() => exportDatabase(db, { format: "tensorboard", output, names: ["run"] })).toThrow(
      "tensorboard shows runs, not tables; leave out run.",
    );
  });

  it("has the learning curve against environment steps", () => {
    const curve = query("SELECT * FROM learning_curve WHERE agent = 'reinforce' AND seed = 1");
    expect(curve).toHaveLength(5);
    for (const column of ["mean_return", "exact_return", "gradient_norm", "episode_return", "episode_length"])
      expect(
        points("reinforce", 1)
          .filter(({ tag }) => tag === `charts/${column}`)
          .map(({ step, value }) => [step, value]),
      ).toEqual(
        curve.flatMap((row) =>
          row[column] === null ? [] : [[row.env_steps, Math.fround(row[column] as number)]],
        ),
      );
  });

  it("has the statistics of the probes, at the steps of training before them", () => {
    const [{ steps }] = query(
      "SELECT max(env_steps) AS steps FROM learning_curve WHERE agent = 'actor-critic' AND seed = 0",
    );
    const cells = query(
      "SELECT * FROM estimator_summary WHERE agent = 'actor-critic' AND seed = 0 ORDER BY iteration",
    );
    const found = points("actor-critic", 0);
    for (const { estimator, batch_size, iteration, ...numbers } of cells)
      for (const column of [
        "mean_cosine",
        "bias_norm",
        "total_variance",
        "exact_total_variance",
        "non_finite",
      ]) {
        const step = iteration === 0 ? 0 : steps;
        const tag = `estimators/${estimator}/${batch_size}/${column}`;
        const values = found.filter((point) => point.tag === tag && point.step === step);
        expect(
          values.map(({ value }) => value),
          tag,
        ).toEqual(numbers[column] === null ? [] : [Math.fround(numbers[column] as number)]);
      }
    expect(new Set(found.map(({ tag }) => tag.split("/")[0]))).toEqual(new Set(["charts", "estimators"]));
    expect(found.filter(({ tag }) => /(seed|iteration|batch_size)$/.test(tag))).toEqual([]);
  });

  it("takes the start of the run for the time, so that the same database gives the same files", () => {
    const [{ started_at }] = query("SELECT started_at FROM run WHERE agent = 'reinforce' AND seed = 1");
    const times = new Set(points("reinforce", 1).map(({ wallTime }) => wallTime));
    expect([...times]).toEqual([new Date(started_at as string).getTime() / 1000]);
    const before = file("reinforce", 1);
    expect(() => exportDatabase(db, { format: "tensorboard", output })).toThrow("4 of the files exist");
    exportDatabase(db, { format: "tensorboard", output, force: true });
    expect(file("reinforce", 1).equals(before)).toBe(true);
  });

  it("keeps names inside the folder, and runs that never started out of it", () => {
    const path = place("names.db");
    const store = openStore(path, "0.1.0");
    const runs = store.register("../..", [planned({ agent: "a/b" }), planned({ seed: 1 })]);
    store.begin(runs[0].runId, provenance);
    const inside = place("inside");
    const files = exportDatabase(path, { format: "tensorboard", output: inside });
    expect(files).toEqual([
      { path: join(inside, "%2E.%2F..", "a%2Fb", "seed-0", "events.out.tfevents.trueslope"), count: 0 },
    ]);
    store.end(runs[0].runId, "failed", "boom");
    store.close();
    const empty = place("empty.db");
    const other = openStore(empty, "0.1.0");
    other.close();
    expect(() => exportDatabase(empty, { format: "tensorboard", output: inside })).toThrow(
      `${empty} has no run that has started; there is nothing to show.`,
    );
  });
});
