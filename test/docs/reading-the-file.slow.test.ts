import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { environments } from "../../envs/index.ts";
import * as exportCommand from "../../src/cli/commands/export.ts";
import * as mergeCommand from "../../src/cli/commands/merge.ts";
import * as sqlCommand from "../../src/cli/commands/sql.ts";
import type { CustomStudy } from "../../src/study/complete-study.ts";
import { loadStudy } from "../../src/study/load.ts";
import { runStudyOn } from "../../src/study/run-study.ts";
import { runCommand } from "../export/command-line.ts";
import { PATIENCE } from "../patience.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { type Snippet, snippetsOf } from "./snippets.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder();
const snippets = snippetsOf(readFileSync(join(root, "docs/reading-the-file.md"), "utf8"));

/** Runs a program in the folder of the snippets. */
const run = (program: string, ...words: string[]) =>
  spawnSync(program, words, { cwd: folder, encoding: "utf8", timeout: PATIENCE });

/** The quickstart with few replicates and one seed. */
beforeAll(async () => {
  const { environment, ...study } = loadStudy(join(root, "experiments/quickstart/study.yaml"), {
    set: ["probe.replicates=4"],
    seeds: "0",
  });
  const { kind, ...options } = environment as { kind: "cliff-walking" };
  const db = join(folder, "results", "quickstart.db");
  expect(
    await runStudyOn(
      environments[kind].create(environments[kind].options.parse(options)),
      study as CustomStudy,
      { db },
    ),
  ).toEqual([]);
  copyFileSync(db, join(folder, "results", "more-seeds.db"));
});

/** What Python needs for a snippet beyond its standard library. */
const NEEDS: readonly (readonly [pattern: RegExp, what: string, statement: string])[] = [
  [/import numpy/, "numpy", "import numpy"],
  [/import pandas/, "pandas", "import pandas"],
  [/read_parquet/, "pyarrow", "import pyarrow"],
  [/import duckdb/, "duckdb", "import duckdb"],
  [/TYPE sqlite/, "duckdb's extension sqlite", "import duckdb; duckdb.sql('LOAD sqlite')"],
];

const python = new Map<string, boolean>();
const canRun = (statement: string): boolean => {
  const known = python.get(statement) ?? run("python3", "-c", statement).status === 0;
  python.set(statement, known);
  return known;
};
const missing = ({ text }: Snippet): string[] =>
  NEEDS.filter(([pattern, , statement]) => pattern.test(text) && !canRun(statement)).map(([, what]) => what);

const commands = { export: exportCommand, merge: mergeCommand, sql: sqlCommand };

/** Runs one line of a shell snippet that is a command of trueslope, in this process. */
const trueslope = async (line: string) => {
  const [name, ...words] = line
    .replace(/^npx trueslope /, "")
    .match(/"[^"]*"|\S+/g)!
    .map((word) => word.replace(/^"(.*)"$/, "$1"))
    .map((word) => (/^(results|exports)\b/.test(word) ? join(folder, word) : word));
  return runCommand(commands[name as keyof typeof commands], ...words);
};

describe("docs/reading-the-file.md", () => {
  it("has snippets for the shell and for Python, and no others", () => {
    expect(new Set(snippets.map(({ language }) => language))).toEqual(new Set(["sh", "python"]));
    expect(snippets.filter(({ text }) => text.startsWith("sqlite3 "))).toHaveLength(3);
    expect(snippets.filter(({ language }) => language === "python").length).toBeGreaterThan(6);
  });

  for (const snippet of snippets) {
    const { title, language, text } = snippet;
    if (language === "sh" && text.startsWith("npx trueslope "))
      it(title, async () => {
        for (const line of text.trimEnd().split("\n")) {
          const { code, stdout, stderr } = await trueslope(line);
          expect([line, code, stderr]).toEqual([line, 0, ""]);
          expect(stdout, line).not.toBe("");
        }
      });
    else if (language === "sh")
      it(title, () => {
        const { status, stdout, stderr } = run("sh", "-c", text);
        expect([status, stderr]).toEqual([0, ""]);
        expect(stdout.trimEnd().split("\n").length).toBeGreaterThan(1);
      });
    else {
      const lacking = missing(snippet);
      it.skipIf(lacking.length > 0)(
        lacking.length > 0 ? `${title} (not installed: ${lacking.join(", ")})` : title,
        () => {
          const { status, stdout, stderr } = run("python3", "-c", text);
          expect([status, stderr]).toEqual([0, ""]);
          expect(stdout).not.toBe("");
        },
      );
    }
  }
});

describe("what the page says of the views", () => {
  it("names tags of TensorBoard that are columns of them", async () => {
    const columns = async (view: string) => {
      const { stdout } = await trueslope(
        `sql results/quickstart.db "SELECT * FROM ${view} LIMIT 1" --format json`,
      );
      return Object.keys(JSON.parse(stdout)[0]);
    };
    expect(await columns("learning_curve")).toEqual(
      expect.arrayContaining(["mean_return", "exact_return", "gradient_norm"]),
    );
    expect(await columns("estimator_summary")).toContain("mean_cosine");
  });
});
