import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { pages } from "./links.ts";
import { commandsInProse, commandsOf, hasCommands, isShell } from "./shell/commands.ts";
import { FEW_ESTIMATES } from "./shell/exceptions.ts";
import { lackingFor } from "./shell/python.ts";
import { type Ended, runCommand } from "./shell/run-command.ts";
import { type Place, workingFolder } from "./shell/working-folder.ts";
import { filesIn, type Snippet, snippetsOf } from "./snippets.ts";

/** Pages with commands, but for those that have a test of their own: CONTRIBUTING beside this file, and the studies. */
const read = (page: string) => readFileSync(page, "utf8");
const own = (page: string) => page === "CONTRIBUTING.md" || page.startsWith("experiments/");
const isRun = (snippet: Snippet): boolean => isShell(snippet) || ["python", "sql"].includes(snippet.language);
const withCommands = pages.filter((page) => !own(page) && hasCommands(read(page)));

/** What `npm start` prints and makes: every page reads its database. */
let start: Ended;
const first = workingFolder(FEW_ESTIMATES);
const DATABASE = "results/quickstart.db";
beforeAll(async () => {
  start = await runCommand("npm start", first);
});

/** The working folder of a page: with the files that it shows, and the database of the quickstart. */
const placeOf = (page: string): Place => {
  const place = workingFolder(FEW_ESTIMATES);
  for (const { name, text } of filesIn(read(page))) writeFileSync(join(place.folder, name), text);
  for (const name of [DATABASE, "results/more-seeds.db"])
    copyFileSync(join(first.folder, DATABASE), join(place.folder, name));
  return place;
};

/** Commands that a block is run by: a shell's as they stand, a query in the tutorial's database. */
const commandsFor = ({ language, text }: Snippet): string[] => {
  if (language === "python") return [`python3 - <<'END'\n${text}END`];
  if (language === "sql") return [`npx trueslope sql cliff.db "${text}"`];
  return commandsOf(text);
};

/** A command must succeed, and say something where that is not written into a file. */
const succeeds = async (command: string, place: Place): Promise<void> => {
  const { code, stdout, stderr } = await runCommand(command, place);
  expect(code, `${command}\n${stderr}`).toBe(0);
  if (!command.includes(" > ")) expect(stdout, command).not.toBe("");
};

describe("npm start", () => {
  it("prints what README shows, line for line at 80 columns", () => {
    expect(start).toMatchObject({ code: 0 });
    const shown = snippetsOf(read("README.md")).find(({ language }) => language === "text");
    expect(start.stdout.replace(/^\n?(> .*\n)+\n/, "")).toBe(shown?.text);
    for (const line of (shown?.text ?? "").split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("makes what the tutorial shows of its summary", async () => {
    const { stdout } = await runCommand(`npx trueslope summary ${DATABASE}`, first);
    const shown = snippetsOf(read("docs/tutorial.md")).find(({ language }) => language === "text");
    expect(`${stdout.split("\n\n")[0]}\n`).toBe(shown?.text);
  });

  it("is told by a README of at most 110 lines", () => {
    expect(read("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(110);
  });
});

describe.each(withCommands)("%s", (page) => {
  let place: Place;
  beforeAll(() => {
    place = placeOf(page);
  });

  for (const snippet of snippetsOf(read(page)).filter(isRun)) {
    const lacking = lackingFor(snippet.text);
    const { title } = snippet;
    const name = lacking.length > 0 ? `${title} (not installed: ${lacking.join(", ")})` : title;
    it.skipIf(lacking.length > 0)(name, async () => {
      for (const command of commandsFor(snippet)) await succeeds(command, place);
    });
  }

  const said = commandsInProse(read(page));
  it.runIf(said.length > 0)("what its prose calls", async () => {
    for (const command of said) await succeeds(command, place);
  });
});

/** A study of two problems, for the examples that name study.yaml and results/sweep.db. */
const SWEEP = `name: sweep
environment: { kind: linear-quadratic, preset: double-integrator }
objective: { discount: 0.9, horizon: 5 }
policy: { kind: linear-gaussian, deviation: 0.3 }
vary: { policy.deviation: [0.1, 0.3] }
agents: [{ name: agent, estimator: { preset: reinforce }, batchSize: 4, iterations: 2 }]
probe: { batchSizes: [4], replicates: 10 }
seeds: 0..1
`;

describe("the examples of --help", () => {
  const examples = readdirSync("src/cli/commands").flatMap((name) =>
    [...read(join("src/cli/commands", name)).matchAll(/\.example\(\s*(["`])\$0 (.*?)\1,/g)].map(
      ([, , words]) => words,
    ),
  );
  const place = workingFolder(FEW_ESTIMATES);
  beforeAll(async () => {
    writeFileSync(join(place.folder, "study.yaml"), SWEEP);
    await succeeds("npx trueslope run study.yaml --db results/sweep.db", place);
    await succeeds("npx trueslope run study.yaml --db results/study.db --shard 0/1", place);
    // that of a demo is here already: it is the quickstart
    for (const name of [DATABASE, "results/demo.db", "results/a.db", "results/b.db"])
      copyFileSync(join(first.folder, DATABASE), join(place.folder, name));
  });

  it("are all found", () => {
    expect(examples.length).toBeGreaterThan(12);
    const shown = snippetsOf(read("docs/commands.md")).map(
      ({ text }) => text.split("\nExamples:\n")[1] ?? "",
    );
    expect(examples.length).toBe(shown.join("").match(/^ {2}trueslope /gm)?.length);
  });

  it.each(examples)("trueslope %s", async (words) => succeeds(`npx trueslope ${words}`, place));
});

describe("a page would fail", () => {
  it.each([
    [
      "with an option that is unknown",
      "npx trueslope summary results/quickstart.db --agnet A2C",
      /did you mean --agent/,
    ],
    [
      "with a study that is not there",
      "npx trueslope run experiments/none/study.yaml",
      /experiments\/none\/study\.yaml/,
    ],
    [
      "with a name that is not in the database",
      "npx trueslope compare results/quickstart.db --baseline none",
      /none/,
    ],
    ["with a program that nobody installs", "npx truslope summary results/quickstart.db", /only trueslope/],
    ["with a script that is not in the package", "npm run strat", /strat/],
    ["with a page that is not served", "npx trueslope ui results/none.db", /none\.db does not exist/],
  ])("%s", async (_, command, said) => {
    const { code, stderr } = await runCommand(command, first);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(said);
  });
});
