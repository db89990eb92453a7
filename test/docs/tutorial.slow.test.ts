import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { trueslope } from "../cli/trueslope.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { snippetsOf } from "./snippets.ts";

const snippets = snippetsOf(readFileSync("docs/tutorial.md", "utf8"));
const text = (language: string, containing: string): string => {
  const found = snippets.find((each) => each.language === language && each.text.includes(containing));
  if (found === undefined) throw new Error(`no ${language} with ${containing}`);
  return found.text;
};

/** A command must succeed; what it prints on stderr is warnings and progress. */
const succeeds = (...args: string[]): string => {
  const { code, stdout, stderr } = trueslope(...args);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stdout;
};

it("runs its first study and its query", () => {
  const folder = temporaryFolder();
  const [study, db] = [join(folder, "cliff.yaml"), join(folder, "cliff.db")];
  writeFileSync(study, text("yaml", "name: cliff"));
  expect(succeeds("validate", study)).toContain("3 runs of 1 agents");
  succeeds("run", study, "--db", db, "--set", "probe.replicates=5");
  expect(succeeds("compare", db, "--baseline", "to-go", "--metric", "total_variance")).toContain(
    "exact value",
  );
  expect(succeeds("sql", db, text("sql", "estimator_summary"))).toContain("learned value");
});

it("runs its environment of one's own", () => {
  const folder = temporaryFolder();
  const [study, db] = [join(folder, "hill.yaml"), join(folder, "hill.db")];
  writeFileSync(join(folder, "hill.js"), text("js", "hill.js"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(study, text("yaml", "name: hill"));
  const printed = succeeds("run", study, "--db", db, "--set", "probe.reference.relativeError=0.3");
  expect(printed).toContain("adam (agent)");
  expect(succeeds("check", study)).toContain("0 failed");
});

it("runs its environment that is known, and checks it", () => {
  const folder = temporaryFolder();
  const [study, db] = [join(folder, "machine.yaml"), join(folder, "machine.db")];
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(process.cwd(), join(folder, "node_modules/trueslope")); // as where the package is installed
  writeFileSync(join(folder, "machine.js"), text("js", "machine.js"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(study, text("yaml", "name: machine"));
  expect(succeeds("run", study, "--db", db, "--set", "probe.replicates=10")).toContain("gae");
  const query = "SELECT count(*) AS n FROM exact_moments WHERE estimator = 'gae'";
  expect(succeeds("sql", db, query, "--format", "csv")).toBe("n\n6\n"); // 3 seeds, before and after training
  const checked = succeeds("check", study);
  expect(checked).toContain("∇J against finite differences");
  expect(checked).toContain("0 failed");
});
