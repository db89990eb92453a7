import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { study, valueIn, writeStudy } from "../cli/study.ts";
import { PATIENCE } from "../patience.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

/** What the dev loop reads, copied so that a source can be changed. */
const copiedRepository = (): string => {
  const folder = temporaryFolder();
  for (const name of ["src", "envs", "tools", "package.json", "rolldown.config.js"])
    cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "results"));
  return folder;
};

const [reinforce] = study().agents;
const small = (changes: object = {}) =>
  study({
    agents: [{ ...reinforce, iterations: 0 }],
    environment: { kind: "bernoulli-bandit", arms: [0.3, 0.7] },
    objective: { discount: 1, horizon: 1 },
    seeds: "0..0",
    ...changes,
  });

it("runs a command from the sources, a run in a database of its own made anew", () => {
  const folder = copiedRepository();
  const path = writeStudy(folder, small());
  const database = join(folder, "results/dev/small.db");
  for (let time = 0; time < 2; time++) {
    const words = ["run", "-s", "dev", "--", "run", path, "--quiet"];
    const { status, stderr } = spawnSync("npm", words, { cwd: folder, encoding: "utf8", timeout: PATIENCE });
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: "dev: writes results/dev/small.db, made anew each time; --db names one that is kept\n",
    });
    expect(valueIn(database, "SELECT count(*) FROM run WHERE status = 'done'")).toBe(1);
    writeStudy(folder, small({ seeds: "1..1" })); // another seed: in one database there would be two runs
  }
  expect(valueIn(database, "SELECT seed FROM run")).toBe(1);
});

it("takes the exit code and the database of the command", () => {
  const dev = (...words: string[]) =>
    spawnSync(process.execPath, ["tools/dev/main.mjs", ...words], { encoding: "utf8", timeout: PATIENCE });
  const folder = temporaryFolder();
  const path = writeStudy(folder, small());
  expect(dev("run", path, "--quiet", "--db", join(folder, "kept.db"))).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(existsSync(join(folder, "kept.db"))).toBe(true);
  const wrong = dev("validate", writeStudy(folder, small({ agentz: 1 })));
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain("agentz");
});

let child: ChildProcess | undefined;
afterEach(() => child?.kill());

it("runs anew when a source, the study or its module changes, and waits where a source is broken", async () => {
  const folder = copiedRepository();
  const path = writeStudy(folder, small());
  const database = join(folder, "results/dev/small.db");
  const source = join(folder, "envs/bernoulli-bandit.ts");
  const original = readFileSync(source, "utf8");
  let told = "";
  child = spawn(process.execPath, ["tools/dev/main.mjs", "--watch", "run", path, "--quiet"], { cwd: folder });
  child.stderr?.on("data", (text) => (told += text));
  const ends = (count: number) =>
    expect.poll(() => told.match(/ended with \d+/g)).toEqual(Array(count).fill("ended with 0"));
  const variance = () =>
    valueIn(database, "SELECT min(total_variance) FROM estimator_summary WHERE batch_size = 4");

  await ends(1);
  const before = variance() as number;
  expect(before).toBeGreaterThan(0);
  writeFileSync(source, original.replace("[arms[arm], 0, 1, true]", "[arms[arm], 0, 2, true]"));
  await ends(2);
  expect(variance()).toBe(4 * before);

  writeFileSync(source, `${original}}`);
  await expect.poll(() => told).toMatch(/bernoulli-bandit\.ts/);
  writeFileSync(source, original);
  await ends(3);
  expect(variance()).toBe(before);

  const target = (scale: number) =>
    writeFileSync(
      join(folder, "target.mjs"),
      `export default {
         kind: "target", stateSize: 1, observationSize: 1, action: { size: 1 },
         reset: (state) => { state[0] = 1; },
         step: (state, action, random, outcome) => {
           outcome.reward = -${scale} * (action[0] - 1) ** 2;
           outcome.terminated = true;
         },
       };`,
    );
  target(1);
  const policy = { kind: "linear-gaussian", deviation: 0.5 };
  writeStudy(folder, small({ environment: { module: "./target.mjs" }, policy }));
  await ends(4);
  const once = variance() as number;
  expect(once).toBeGreaterThan(0);
  target(2);
  await ends(5);
  expect(variance()).toBe(4 * once);
});
