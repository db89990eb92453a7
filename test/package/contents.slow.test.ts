import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PAGE } from "../../src/audit/sections.ts";
import { PATIENCE } from "../patience.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

// What is shipped is the bundle; all other tests of src take the sources.

const packed = (): string[] => {
  const words = ["pack", "--dry-run", "--ignore-scripts", "--json"];
  const [{ files }] = JSON.parse(execFileSync("npm", words, { encoding: "utf8" }));
  return files.map(({ path }: { path: string }) => path);
};

test("the package has its programs, what they read, types and licenses, and no tests", () => {
  const files = packed();
  for (const name of ["main.js", "index.js", "worker.js", "schema.sql", "views.sql", "LICENSES.txt"])
    expect(files).toContain(`dist/bundle/${name}`);
  expect(files).toContain("dist/src/index.d.ts");
  expect(files).toContain("dist/schema.json");
  for (const name of ["client.py", "environments.py", "my_loss.py", "offline.py", "trueslope_channel.py"])
    expect(files).toContain(`src/bridge/python/${name}`);
  expect(files.filter((path) => path.startsWith("src/"))).toHaveLength(5);
  expect(files).toContain(PAGE); // that findings of an audit name
  expect(files.filter((path) => path.startsWith("dist/test"))).toEqual([]);
});

test("who imports the package can run a study in worker threads and shares rxjs with it", () => {
  const folder = temporaryFolder();
  const program = `
    import { Observable } from "rxjs";
    import { environments, plan, run, runStudy, studySchema } from "trueslope";
    const study = studySchema.parse({
      name: "packed",
      environment: { kind: "bernoulli-bandit", arms: [0.3, 0.7] },
      objective: { discount: 1, horizon: 1 },
      policy: { kind: "softmax" },
      agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 2 }],
      seeds: [0, 1],
    });
    const failures = await runStudy(study, { db: ${JSON.stringify(join(folder, "packed.db"))}, workers: 2 });
    console.log(failures.length, run(plan(study)[0]) instanceof Observable, "taxi" in environments);
  `;
  const words = ["--input-type=module", "--eval", program]; // a package finds its own name from its folder
  const { stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8", timeout: PATIENCE });
  expect(stderr).toBe("");
  expect(stdout.trim()).toBe("0 true true");
});
