import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { schema1 } from "../store/schema-1.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();
const place = (name: string) => join(folder, name);

describe("a file of schema version 1", () => {
  const old = schema1(place("old.db"));
  const path = writeStudy(folder, study());
  it.each([
    ["summary", [old]],
    ["compare", [old, "--baseline", "total"]],
    ["report", [old]],
    ["ui", [old, "--port", "0"]],
    ["export", [old, "--format", "csv", "-o", place("out")]],
    ["merge", [old, old, "-o", place("all.db")]],
    ["sql", [old, "SELECT 1"]],
    ["run", [path, "--db", old]],
  ])("is not for %s, which says what is", (command, args) => {
    expect(trueslope(command, ...args)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${old} has schema version 1; \`trueslope migrate ${old}\` brings it to 2.\n`,
    });
  });

  it("is brought up, once, and then serves every command", () => {
    const now = schema1(place("now.db"));
    const { code, stdout, stderr } = trueslope("migrate", now);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/schema version 1 is now 2;/);
    expect(trueslope("migrate", now)).toEqual({
      code: 0,
      stdout: `${now} has schema version 2 already; there is nothing to do.\n`,
      stderr: "",
    });
    for (const [command, ...args] of [
      ["summary", now],
      ["compare", now, "--study", "exact", "--agent", "reinforce", "--baseline", "total"],
      ["report", now, "-o", place("now.html")],
      ["export", now, "--format", "csv", "-o", place("out")],
      ["merge", now, schema1AtPresent(), "-o", place("all.db")],
    ])
      expect([command, trueslope(command, ...args)]).toEqual([
        command,
        { code: 0, stdout: expect.stringMatching(/\w/), stderr: "" },
      ]);
  });
});

const schema1AtPresent = (): string => {
  const path = schema1(place("another.db"));
  trueslope("migrate", path);
  return path;
};
