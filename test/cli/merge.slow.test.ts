import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as command from "../../src/cli/commands/merge.ts";
import { runCommand } from "../export/command-line.ts";
import { runSmallStudy } from "../export/small-study.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, valueIn, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();
const [a, b, other] = ["a.db", "b.db", "other.db"].map((name) => join(folder, name));
const place = (name: string) => join(folder, name);

beforeAll(async () => {
  await runSmallStudy(a, { seeds: [0, 1] });
  await runSmallStudy(b, { seeds: [1, 2] });
  await runSmallStudy(other, { seeds: [5], objective: { discount: 0.9, horizon: 20 } });
});

describe("trueslope merge", () => {
  it("writes a new database and says what came from where, and what to do next", async () => {
    const output = place("all.db");
    expect(await runCommand(command, a, b, "-o", output)).toEqual({
      code: 0,
      stdout: `${output}: 6 runs\n  4 from ${a}\n  2 from ${b} (2 more of it came from another)\n  npx trueslope summary ${output}\n`,
      stderr: "",
    });
    expect(valueIn(output, "SELECT count(*) FROM run WHERE status = 'done'")).toBe(6);
  });

  it("warns on stderr of what a user might not expect", async () => {
    const { code, stderr } = await runCommand(command, a, other, "--output", place("mixed.db"));
    expect(code).toBe(0);
    expect(stderr).toBe(
      `agent reinforce of frozen-lake: seeds 0 and 5 have different configurations (objective.discount: 0.99 in ${a}, 0.9 in ${other}), and the views take them for replicates.\n` +
        `agent actor-critic of frozen-lake: seeds 0 and 5 have different configurations (objective.discount: 0.99 in ${a}, 0.9 in ${other}), and the views take them for replicates.\n`,
    );
  });

  it.for([
    [
      "one database",
      [a, "-o", "x.db"],
      `expected two or more databases to merge, or a folder of shards; got ${a}.`,
    ],
    ["no output", [a, b], "--output is missing"],
    ["a database that is not there", [a, place("no.db"), "-o", "x.db"], "no.db does not exist."],
    ["an output that is an input", [a, b, "-o", b, "--force"], `${b} is one of the databases to merge`],
    ["an option that is none", [a, b, "-o", "x.db", "--forse"], "did you mean --force?"],
  ] as const)("refuses %s with exit code 2", async ([, words, message]) => {
    const { code, stdout, stderr } = await runCommand(command, ...words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  it("replaces a database only by force", async () => {
    const output = place("once.db");
    expect((await runCommand(command, a, b, "-o", output)).code).toBe(0);
    expect((await runCommand(command, a, b, "-o", output)).code).toBe(2);
    expect((await runCommand(command, a, b, "-o", output, "--force")).code).toBe(0);
  });
});

describe("the built command", () => {
  it("merges what trueslope run wrote, and the summary is that of all seeds", () => {
    const path = writeStudy(folder, study());
    const [left, right, whole, output] = ["l.db", "r.db", "w.db", "o.db"].map(place);
    for (const [seeds, db] of [
      ["0..1", left],
      ["1..2", right],
      ["0..2", whole],
    ])
      expect(trueslope("run", path, "--seeds", seeds, "--quiet", "--db", db).code).toBe(0);
    expect(trueslope("merge", left, right, "-o", output)).toMatchObject({ code: 0, stderr: "" });
    const [merged, once] = [output, whole].map((db) => trueslope("summary", db, "--json", "--all").stdout);
    expect(JSON.parse(merged)).toHaveLength(2 * 3 * 2 * 2);
    expect(JSON.parse(merged)).toEqual(JSON.parse(once));
  });
});
