import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as command from "../../src/cli/commands/export.ts";
import { fileFormats } from "../../src/export/index.ts";
import { runCommand } from "../export/command-line.ts";
import { runSmallStudy } from "../export/small-study.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();
const db = join(folder, "small.db");
const place = (name: string) => join(folder, name);

beforeAll(() => runSmallStudy(db));

describe("trueslope export", () => {
  it("writes what is named and says what it wrote, and how to read it", async () => {
    const output = place("some");
    expect(await runCommand(command, db, "run", "truth", "--format", "csv", "-o", output)).toEqual({
      code: 0,
      stdout:
        `${join(output, "run.csv")}: 4 rows\n${join(output, "truth.csv")}: 8 rows\nRead with, say:\n` +
        `  duckdb -c "SELECT * FROM '${join(output, "truth.csv")}' LIMIT 5"\n`,
      stderr: "",
    });
    expect(readFileSync(join(output, "run.csv"), "utf8")).toContain("run_id,study_id,agent,seed");
  });

  it("writes everything if nothing is named", async () => {
    const { code, stdout } = await runCommand(command, db, "--format", "parquet", "--output", place("all"));
    expect(code).toBe(0);
    expect(stdout).toContain(`${join(place("all"), "estimator_summary.parquet")}: 32 rows\n`);
    expect(stdout).toContain(`${join(place("all"), "study.parquet")}: 1 row\n`);
  });

  it("writes event files", async () => {
    const { code, stdout } = await runCommand(command, db, "--format", "tensorboard", "-o", place("events"));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^4 event files in .*events: \d+ points\nRead with, say:\n {2}tensorboard --logdir /,
    );
  });

  it.for([
    ["a table that is not there", ["estimats", "--format", "csv", "-o", "x"], "did you mean estimate?"],
    [
      "a format that is none",
      ["--format", "xml", "-o", "x"],
      '--format must be one of parquet, csv, jsonl, tensorboard; got "xml"',
    ],
    ["no format", ["-o", "x"], "--format is missing"],
    ["no place", ["--format", "csv"], "--output is missing"],
    ["an option that is none", ["--format", "csv", "-o", "x", "--forse"], "did you mean --force?"],
  ] as const)("refuses %s with exit code 2", async ([, words, message]) => {
    const { code, stdout, stderr } = await runCommand(command, db, ...words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  it("replaces files only by force, and refuses what is no database", async () => {
    const words = ["meta", "--format", "jsonl", "-o", place("meta.jsonl")];
    expect((await runCommand(command, db, ...words)).code).toBe(0);
    expect(await runCommand(command, db, ...words)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${place("meta.jsonl")} exists; choose another place with -o, or replace it with --force.\n`,
    });
    expect((await runCommand(command, db, ...words, "--force")).code).toBe(0);
    expect(await runCommand(command, place("no.db"), ...words)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${place("no.db")} does not exist.\n`,
    });
  });

  it("offers all formats that there are", () => {
    expect([...command.options.format.choices].sort()).toEqual(
      [...Object.keys(fileFormats), "tensorboard"].sort(),
    );
  });
});

describe("the built command", () => {
  it("exports what trueslope run wrote", () => {
    const path = join(folder, "run.db");
    expect(trueslope("run", writeStudy(folder, study({ seeds: "0" })), "--quiet", "--db", path).code).toBe(0);
    const output = place("built");
    const { code, stdout } = trueslope(
      "export",
      path,
      "run",
      "estimate",
      "--format",
      "parquet",
      "-o",
      output,
    );
    expect(code).toBe(0);
    expect(stdout).toContain("estimate.parquet: 480 rows\n");
    expect(trueslope("export", path, "nothing", "--format", "csv", "-o", output).code).toBe(2);
  });
});
