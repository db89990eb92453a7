import { expect, test } from "vitest";
import { importsOf, readSources, withoutComments } from "../imports.ts";
import { parts } from "./parts.ts";

const sources = readSources("test");
const files = [...sources.keys()].filter((path) => path.endsWith(".test.ts"));

/** Of patterns that are a folder with all below it, and how names end: `test/**\/*.slow.test.ts`. */
const matches = (path: string, pattern: string): boolean => {
  const [folder, end] = pattern.split("/**/*");
  return path.startsWith(`${folder}/`) && path.endsWith(end);
};

const partsOf = (path: string): string[] =>
  Object.entries(parts)
    .filter(([, { include, exclude }]) => {
      const among = (patterns: readonly string[]) => patterns.some((pattern) => matches(path, pattern));
      return among(include) && !among(exclude);
    })
    .map(([name]) => name);

/** Whether a file of the tests imports one of the packages, by others of them too. */
const reaches = (path: string, packages: RegExp, seen = new Set<string>()): boolean => {
  if (seen.has(path)) return false;
  seen.add(path);
  return importsOf(path, sources.get(path) ?? "").some(
    (imported) => packages.test(imported) || reaches(imported, packages, seen),
  );
};

const PROCESSES = /^(node:child_process|playwright-core)$/;
const REPLACES = /^\s*vi\.(mock|doMock|stubGlobal|resetModules)\(/m;

/** What a file does that its name does not say. */
const unsaid = (path: string, source = sources.get(path)!): string[] => [
  ...(reaches(path, PROCESSES) && !path.endsWith(".slow.test.ts") ? ["starts processes"] : []),
  ...(REPLACES.test(withoutComments(source)) && !path.endsWith(".alone.test.ts") ? ["replaces modules"] : []),
];

test("every test file belongs to exactly one part", () => {
  expect(files.length).toBeGreaterThan(250);
  const belongs = files.map((path) => [path, partsOf(path)] as const);
  expect(belongs.filter(([, names]) => names.length !== 1)).toEqual([]);
  for (const name of Object.keys(parts)) expect(belongs.some(([, [only]]) => only === name)).toBe(true);
});

test("who starts processes is called slow, and who replaces modules is alone", () => {
  expect(files.map((path) => [path, unsaid(path)]).filter(([, words]) => words.length > 0)).toEqual([]);
  const slow = files.filter((path) => reaches(path, PROCESSES));
  expect(slow).toEqual(expect.arrayContaining(["test/cli/run.slow.test.ts", "test/ui/browser.slow.test.ts"]));
  expect(unsaid("test/random.test.ts", 'vi.mock("./a.ts");')).toEqual(["replaces modules"]);
});
