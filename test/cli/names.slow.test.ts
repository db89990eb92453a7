import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();
const hostile = `it's "$(x)\`|&<b>\\!`;
const [agent] = study().agents;
const path = writeStudy(
  folder,
  study({
    name: "../上昇; rm -rf 👩‍🔬",
    agents: [
      { ...agent, name: hostile },
      { ...agent, name: "β ½ [a.b]" },
    ],
    probe: {
      batchSizes: [2],
      replicates: 8,
      estimators: [{ ...agent.estimator, name: "e\u0301 😀", return: "total" }],
    },
    seeds: [0, 1],
  }),
);
const db = join(folder, "names.db");
const [small] = [writeStudy(folder, study({ name: "a\tb" }), "tab.yaml")];

test("names of any Unicode text go through a run and everything that reads it", () => {
  const run = trueslope("run", path, "--db", db, "--quiet", "--set", "agents.β ½ [a.b].batchSize=4");
  expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
  const named =
    "SELECT study, agent, estimator FROM estimator_summary WHERE seed = 0 AND iteration = 0 ORDER BY 2, 3";
  expect(JSON.parse(trueslope("sql", db, named, "--format", "json").stdout)).toEqual(
    [hostile, "β ½ [a.b]"].flatMap((agent) =>
      ["agent", "\u00e9 😀"].map((estimator) => ({ study: "../上昇; rm -rf 👩‍🔬", agent, estimator })),
    ),
  );
  expect(trueslope("summary", db).stdout).toContain(hostile);
  expect(trueslope("report", db, "-o", join(folder, "r.html")).code).toBe(0);
  expect(readFileSync(join(folder, "r.html"), "utf8")).not.toContain("&<b>\\!");
  expect(trueslope("export", db, "--format", "tensorboard", "-o", join(folder, "tb")).code).toBe(0);
  expect(existsSync(join(folder, "tb", "%2E.%2F上昇%3B rm -rf %F0%9F%91%A9%E2%80%8D%F0%9F%94%AC"))).toBe(
    true,
  );
});

test("the command that compare ends with can be pasted into a shell", () => {
  const { code, stdout } = trueslope("compare", db, "--baseline", hostile);
  expect(code).toBe(0);
  const main = fileURLToPath(new URL("../../dist/bundle/main.js", import.meta.url));
  const command = stdout.trim().split("\n").at(-1)!.trim().replace("npx trueslope", `"$0" "$1"`);
  const rows = execFileSync("sh", ["-c", `${command} --format json`, process.execPath, main], {
    encoding: "utf8",
  });
  expect(JSON.parse(rows)).toMatchObject([{ baseline: hostile }]);
});

test("a name with a control character, half a character or a mark that turns writing is refused", () => {
  expect(trueslope("validate", small).stderr).toBe(
    `${small}:1: name: expected text without control characters or a space before it; got "a\\tb"\n`,
  );
  for (const name of [" a", "", "a\u202eb", "a\u2028b", "a\u0000"])
    expect(trueslope("validate", writeStudy(folder, study({ name }), "bad.yaml")).code, name).toBe(2);
});
