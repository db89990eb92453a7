import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { PATIENCE } from "../patience.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { commandsOf, isShell } from "./shell/commands.ts";
import { type Ended, runCommand } from "./shell/run-command.ts";
import { environmentOf } from "./shell/working-folder.ts";
import { type Snippet, snippetsOf } from "./snippets.ts";

const page = readFileSync("CONTRIBUTING.md", "utf8");

/** The path in a block's first line, `// path` or `# path`. */
const pathOf = ({ text }: Snippet): string => /^\s*(?:\/\/|#) (\S+)/.exec(text)?.[1] ?? "";

/** Puts the lines of a diff that begin with + after the line above them. @throws Error if that is not in the file once */
const patched = (source: string, diff: string): string => {
  const lines = source.split("\n");
  let place = -1;
  for (const line of diff.trimEnd().split("\n").slice(1)) {
    const text = line.slice(2);
    if (line.startsWith("+")) lines.splice(++place, 0, text);
    else if (lines.filter((each) => each === text).length === 1) place = lines.indexOf(text);
    else throw new Error(`not once in the file: ${text}`);
  }
  return lines.join("\n");
};

/** What the example is tried in. */
const folder = temporaryFolder();
const runs = (...words: string[]) =>
  spawnSync(process.execPath, words, { cwd: folder, encoding: "utf8", timeout: PATIENCE });

beforeAll(() => {
  const copied = ["src", "envs", "test", "tools", "package.json", "rolldown.config.js", "tsconfig.json"];
  for (const name of copied) cpSync(name, join(folder, name), { recursive: true });
  for (const name of ["node_modules", "experiments"])
    symlinkSync(join(process.cwd(), name), join(folder, name));
  mkdirSync(join(folder, "results"));
  openStore(join(folder, "results/quickstart.db"), "0").close();
  const section = page.slice(page.indexOf("## Add an estimator"), page.indexOf("## Add another kind"));
  for (const block of snippetsOf(section)) {
    const path = join(folder, pathOf(block));
    if (block.language === "ts" || block.language === "yaml") writeFileSync(path, block.text);
    if (block.language === "diff") writeFileSync(path, patched(readFileSync(path, "utf8"), block.text));
  }
});

describe("the worked example", () => {
  it("is shown by the commands of the page, beside the agent, with its bias", async () => {
    const ended: Ended[] = [];
    for (const command of snippetsOf(page)
      .filter(isShell)
      .flatMap(({ text }) => commandsOf(text))) {
      ended.push(await runCommand(command, { folder, environment: environmentOf({}) }));
      expect(ended.at(-1)).toMatchObject({ command, code: 0 });
    }
    const printedBy = (words: string) => ended.find(({ command }) => command.includes(words))?.stdout;
    expect(printedBy("list estimators")).toContain("the last reward weights every");
    expect(printedBy("summary")).toMatch(/^last +8 .*°/m);
  });

  it("has the types that it must have, as the environment has", () => {
    const environment = snippetsOf(page).find((each) => pathOf(each) === "envs/coin.ts");
    writeFileSync(join(folder, "envs/coin.ts"), environment?.text ?? "no such block");
    const example = "src/estimators/scores/last-reward.ts";
    const files = [example, "test/run/stopping-samples.ts", "envs/coin.ts"];
    writeFileSync(
      join(folder, "tsconfig.only.json"),
      JSON.stringify({ extends: "./tsconfig.json", files, include: [] }),
    );
    const compiled = () =>
      runs(join(process.cwd(), "node_modules/typescript/bin/tsc"), "--noEmit", "-p", "tsconfig.only.json");
    expect(compiled()).toMatchObject({ status: 0, stdout: "" });

    const path = join(folder, example);
    writeFileSync(path, readFileSync(path, "utf8").replace(/^ *law: .*\n/m, ""));
    const withoutLaw = compiled();
    expect(withoutLaw.status).not.toBe(0);
    expect(withoutLaw.stdout).toContain("Property 'law' is missing");
  });
});

describe("the page", () => {
  it("names files that are there", () => {
    const named = [...page.matchAll(/(?:^|[\s`(])((?:src|test|envs|docs|studies|examples)\/[\w./-]*\w)/gm)];
    const example = snippetsOf(page).map(pathOf);
    const missing = named
      .map(([, path]) => path)
      .filter((path) => !existsSync(path) && !example.includes(path));
    expect(missing.filter((path) => path !== "docs/api")).toEqual([]);
  });
});
