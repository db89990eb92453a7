import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { rowsOf, study, valueIn, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();

/** A study of an environment from a module: what stands before it, and what of it is different. */
const studyOf = (name: string, before: string, changes = "") => {
  writeFileSync(
    join(folder, `${name}.mjs`),
    `import { isMainThread } from "node:worker_threads";
    let made = 0;
    ${before}
    export default () => {
      const second = ++made === 2 && !isMainThread; // the second run of a worker
      return {
        ...{ kind: "odd", states: 1, actions: 2, reset: () => 0 },
        step(_state, action, _random, outcome) {
          outcome.reward = action;
          outcome.terminated = true;
          return 0;
        },
        ${changes}
      };
    };\n`,
  );
  const { agents } = study();
  const changed = {
    environment: { module: `./${name}.mjs` },
    objective: { discount: 1, horizon: 1 },
    agents: agents.slice(0, 1),
  };
  return writeStudy(folder, study(changed), `${name}.yaml`);
};

const run = (name: string, ...words: string[]) => {
  const db = join(folder, `${name}.db`);
  const result = trueslope("run", join(folder, `${name}.yaml`), "--workers", "1", "--db", db, ...words);
  return { ...result, db };
};

describe("a module", () => {
  test("that ends the process while it is loaded is refused", () => {
    const path = studyOf("ending", "process.exit(0);");
    const { code, stdout, stderr } = trueslope("validate", path);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /: environment: .*ending\.mjs cannot be loaded: Error: process\.exit\(0\) was called.*\n$/,
    );
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });

  test("that leaves a timer open is told so, and the process ends", () => {
    const path = studyOf("open", "setInterval(() => {}, 1000);");
    const { code, stderr } = run("open");
    expect(code).toBe(0);
    expect(stderr).toBe(`${path}: a module of the study leaves a timer open; nothing waits for it\n`);
  });

  test("that prints spoils no result", () => {
    studyOf("loud", 'console.log("loaded"); console.info("once more");', 'shout: console.log("made"),');
    const { code, stdout, stderr } = run("loud", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)[0]).toMatchObject({ study: "small", seeds: 3 });
    for (const said of ["loaded", "once more", "made"]) expect(stderr).toContain(`${said}\n`);
  });

  test.each([
    ["hangs", "for (;;);", "the run took longer than its time limit of 5 s, and was ended"],
    [
      "ends the process",
      "process.exit(3);",
      "a module of the study ended the thread of the run, with exit code 3; throw an error instead",
    ],
    ["fails", 'throw new TypeError("at /home/me\\nno");', "TypeError: at /home/me"],
  ])("whose step %s fails its run, with a message, and the others go on", (name, statement, error) => {
    studyOf(name, "", `reset() { if (second) { ${statement} } return 0; },`);
    const { code, stdout, stderr, db } = run(name, "--time-limit", "5", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout).length).toBeGreaterThan(0);
    expect(stderr).toContain(`failed: agent reinforce, seed 1: ${error}\n`);
    expect(valueIn(db, "SELECT error FROM run WHERE status = 'failed'")).toBe(error);
    expect(valueIn(db, "SELECT count(*) FROM run WHERE status = 'done'")).toBeGreaterThan(0);
  });

  test("with an estimator has the same rows on one worker and on two, and is told of once", () => {
    const estimator = (text: string, name: string) => {
      writeFileSync(join(folder, `${name}.mjs`), text);
      return {
        probe: { batchSizes: [2], replicates: 3, estimators: [{ name: "mine", module: `./${name}.mjs` }] },
      };
    };
    const text = "export const gradient = ({ theta, random }) => theta.map(() => random.next());";
    writeStudy(folder, study(estimator(text, "drawn")), "drawn.yaml");
    const [one, two] = ["1", "2"].map((workers) => {
      const db = join(folder, `drawn-${workers}.db`);
      const words = ["--workers", workers, "--db", db, "--quiet"];
      expect(trueslope("run", join(folder, "drawn.yaml"), ...words)).toEqual({
        code: 0,
        stdout: "",
        stderr: "",
      });
      return rowsOf(db);
    });
    expect(one).toEqual(two);
    writeStudy(folder, study(estimator("export const gradient = () => [1];", "short")), "short.yaml");
    const { code, stderr } = run("short", "--quiet");
    expect(code).toBe(1);
    expect(stderr.split("\n")[0]).toMatch(
      /^failed: agent reinforce, seed 0: estimator "mine": .*short\.mjs: gradient has the length 1; θ has 64 parameters$/,
    );
    writeStudy(folder, study(estimator("export const a = 1;", "none")), "none.yaml");
    expect(trueslope("validate", join(folder, "none.yaml"))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/probe\.estimators\[0\]: .*none\.mjs: exports no estimator/),
    });
  });

  test("is held to no time limit that makes no sense", () => {
    for (const limit of ["0", "-1", "1e9"]) {
      const { code, stderr } = run("open", "--time-limit", limit);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining("--time-limit must be a number of seconds"),
      ]);
    }
  });
});
