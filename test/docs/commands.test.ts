import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pages } from "./links.ts";
import { commandsInProse, commandsOf, hasCommands, isShell } from "./shell/commands.ts";
import { NOT_RUN, UNTIL_STOPPED } from "./shell/exceptions.ts";
import { filesIn, snippetsOf } from "./snippets.ts";

const texts = pages.map((page) => ({ page, text: readFileSync(page, "utf8") }));
const commands = texts.flatMap(({ text }) =>
  snippetsOf(text)
    .filter(isShell)
    .flatMap((each) => commandsOf(each.text)),
);

describe("blocks of pages", () => {
  it("say their language, so that commands are told from what is printed", () => {
    const unnamed = texts.flatMap(({ page, text }) =>
      snippetsOf(text)
        .filter(({ language }) => language === "")
        .map(({ title }) => `${page}: ${title}`),
    );
    expect(unnamed).toEqual([]);
    expect(commands.length).toBeGreaterThan(80);
  });

  it("call scripts of npm that the package has", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const called = texts.flatMap(({ text }) => [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)]);
    expect(called.length).toBeGreaterThan(15);
    for (const [, script] of called) expect(scripts).toHaveProperty([script]);
  });
});

describe("commands that are not run to their end", () => {
  it.each(Object.keys(NOT_RUN))("npm %s is in a page", (words) => {
    expect(commands.some((command) => command.includes(`npm ${words}`))).toBe(true);
  });

  it.each(UNTIL_STOPPED.map(([pattern]) => [pattern]))("%s is in a page", (pattern) => {
    const said = texts.flatMap(({ text }) => commandsInProse(text));
    expect([...commands, ...said].some((command) => pattern.test(command))).toBe(true);
  });
});

const PAGE = `# One

Say \`npx trueslope sql a.db "SELECT 1"\`, or \`npx trueslope sql …\`, or \`npx trueslope <command>\`.

\`\`\`sh
npm start    # a comment
# another

sqlite3 a.db "
  SELECT 1" # "quoted"
npx trueslope run \\
  study.yaml
\`\`\`

1. A list.

   \`\`\`yaml
   name: cliff
   seeds: 1
   \`\`\`

\`\`\`js
// hill.js: a hill
\`\`\`
`;

describe("reading a page", () => {
  it("finds commands, over several lines too, and those in prose that are whole", () => {
    const [shell] = snippetsOf(PAGE).filter(isShell);
    expect(commandsOf(shell.text)).toEqual([
      "npm start    # a comment",
      'sqlite3 a.db "\n  SELECT 1" # "quoted"',
      "npx trueslope run \\\n  study.yaml",
    ]);
    expect(commandsInProse(PAGE)).toEqual(['npx trueslope sql a.db "SELECT 1"']);
    expect(hasCommands("# None\n\n```text\nnpm start\n```\n")).toBe(false);
  });

  it("finds the files that it shows, without the indentation of a list", () => {
    expect(filesIn(PAGE)).toEqual([
      { name: "cliff.yaml", text: "name: cliff\nseeds: 1\n" },
      { name: "hill.js", text: "// hill.js: a hill\n" },
    ]);
  });

  it("refuses a quote that is not closed", () => {
    expect(() => commandsOf('echo "one\ntwo')).toThrow("not closed");
  });
});
