import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importsOf, readSources, type Sources } from "../imports.ts";

const page = readFileSync("docs/architecture.md", "utf8");

/** The rooms of the drawing, row by row from the top. */
const drawnRooms = (markdown: string): string[][] => {
  const [, drawing = ""] = /^```text rooms\n([\s\S]*?)^```$/m.exec(markdown) ?? [];
  return drawing
    .split("\n")
    .filter((line) => line.includes("│"))
    .map((line) => line.split("│")[0].trim().split(/\s+/));
};

/** The room of a file; undefined for files that lie at the root of src. */
const roomOf = (path: string): string | undefined =>
  /^src\/([^/]+)\//.exec(path)?.[1] ?? /^(envs)\//.exec(path)?.[1];

/** Rooms that there are and are not drawn, that are drawn and are not there, or drawn twice. */
const wrongRooms = (rows: readonly string[][], real: readonly string[]): string[] => {
  const drawn = rows.flat();
  return [
    ...real.filter((room) => !drawn.includes(room)).map((room) => `${room} is not drawn`),
    ...drawn.filter((room) => !real.includes(room)).map((room) => `there is no ${room}`),
    ...drawn.filter((room, i) => drawn.indexOf(room) < i).map((room) => `${room} is drawn twice`),
  ];
};

/** Imports of a room in a row above. */
const upwards = (rows: readonly string[][], sources: Sources): string[] => {
  const height = (room: string) => rows.length - rows.findIndex((row) => row.includes(room));
  return [...sources].flatMap(([path, source]) => {
    const from = roomOf(path);
    if (from === undefined) return [];
    return importsOf(path, source)
      .filter((imported) => height(roomOf(imported) ?? from) > height(from))
      .map((imported) => `${path} imports ${imported}`);
  });
};

const rows = drawnRooms(page);
const sources = readSources("src", "envs");
const folders = readdirSync("src", { withFileTypes: true }).filter((each) => each.isDirectory());
const real = [...folders.map(({ name }) => name), "envs"];

describe("the drawing of the rooms", () => {
  it("has every folder of src once, and none besides", () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(wrongRooms(rows, real)).toEqual([]);
  });

  it("is imported downwards only", () => {
    expect(upwards(rows, sources)).toEqual([]);
  });

  it("would be found wrong where a room is added, gone or drawn twice", () => {
    expect(wrongRooms(rows, [...real, "attic"])).toEqual(["attic is not drawn"]);
    expect(wrongRooms([...rows, ["cellar", "cli"]], real)).toEqual([
      "there is no cellar",
      "cli is drawn twice",
    ]);
  });

  it("would be found wrong where a room imports upwards", () => {
    const planted = new Map([["src/truth/a.ts", 'import { run } from "../run/run.ts";']]);
    expect(upwards(rows, planted)).toEqual(["src/truth/a.ts imports src/run/run.ts"]);
  });
});

/** Pages that speak of the sources, whose paths from the root, or from src, are in backticks. */
const decisions = readdirSync("docs/decisions").filter((name) => name !== "README.md");
const pages = ["docs/architecture.md", ...decisions.map((name) => `docs/decisions/${name}`)];

describe.each(pages)("%s", (path) => {
  const text = readFileSync(path, "utf8");

  it("names no file of the repository that is not there", () => {
    const named = [...text.matchAll(/`([\w-]+\/[\w./-]+)`/g)].map(([, name]) => name);
    const missing = named.filter((name) => !existsSync(name) && !existsSync(`src/${name}`));
    expect(missing).toEqual([]);
  });
});

it("decisions are short, have three parts, and are all in their list", () => {
  const list = readFileSync("docs/decisions/README.md", "utf8");
  for (const name of decisions) {
    const text = readFileSync(`docs/decisions/${name}`, "utf8");
    expect(text.split("\n").length, name).toBeLessThanOrEqual(40);
    for (const part of ["Context", "Decision", "Consequences"]) expect(text, name).toContain(`**${part}.**`);
    expect(list).toContain(`(${name})`);
  }
});
