import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import * as validate from "../../src/cli/commands/validate.ts";
import { stream } from "../../src/random.ts";
import { runCommand } from "../export/command-line.ts";
import { scratch } from "../report/database.ts";
import { study } from "./study.ts";

const folder = scratch();
const path = join(folder, "study.yaml");
const random = stream("generated input");
const pick = <T>(items: readonly T[]): T => items[Math.floor(items.length * random.next())];

/** A list in a list, and so on. */
const nested = Array.from({ length: 150 }).reduce<unknown>((inner) => [inner], 1);

/** Values that are seldom right. */
const ODD: readonly unknown[] = [
  ...[null, true, -1, 0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e308, -1e-308, 2 ** 53],
  ...["", "x", "\u001b[31m", "a\nb", "__proto__", "constructor", "999999999999999999999", "0..1e9"],
  ...[[], {}, [1], [[[]]], { a: 1 }, { kind: "x" }, { kind: null }, [null], ["zeros"], { name: "a" }, nested],
];

type Mutable = Record<string, unknown>;

/** All mappings and lists inside a value, itself among them. */
const holders = (value: unknown): Mutable[] =>
  typeof value === "object" && value !== null
    ? [value as Mutable, ...Object.values(value).flatMap(holders)]
    : [];

/** Something of a study is another value, is gone, or is there under another name. */
const mutated = (): unknown => {
  const changed: unknown = structuredClone(
    study({ environment: { kind: "corridor", length: 3 }, objective: { discount: 0.9, horizon: 4 } }),
  );
  for (let i = Math.floor(3 * random.next()); i >= 0; i--) {
    const holder = pick(holders(changed));
    const key = pick(Object.keys(holder)) ?? "more";
    const change = random.next();
    if (change < 0.6) holder[key] = structuredClone(pick(ODD));
    else if (change < 0.8) delete holder[key];
    else holder[pick(["x", `${key}s`, "kind", "name", "\u0007"])] = structuredClone(pick(ODD));
  }
  return changed;
};

/** Pieces of a text are gone, twice there, or in place of others. */
const garbled = (text: string): string => {
  const [from, length] = [Math.floor(text.length * random.next()), Math.floor(20 * random.next())];
  const piece = text.slice(from, from + length);
  const other = pick([
    "",
    piece + piece,
    "\t",
    ": ",
    "- ",
    "[",
    "{",
    "&a ",
    "*a ",
    "!x ",
    "'",
    '"',
    "\u0000",
    "\n---\n",
    "#",
    "[".repeat(3000),
  ]);
  return text.slice(0, from) + other + text.slice(from + length);
};

/** Words of the command line that are seldom right. */
const words = (): string[] => {
  if (random.next() < 0.7) return [];
  const key = pick([
    "name",
    "agents.0.batchSize",
    "agents[7].x",
    "probe..x",
    "__proto__.a",
    "",
    "seeds",
    "vary.x",
  ]);
  return [
    "--set",
    `${key}${pick(["=", "", "=="])}${pick(["", "[", "{a: 1}", "-1", ".nan", "*a", "\u001b[2J", "[[1]]"])}`,
  ];
};

test("300 generated studies that are wrong are refused, each fault in one clear line", async () => {
  let refused = 0;
  let tried = 0;
  for (; refused < 300; tried++) {
    const text = stringify(mutated(), { aliasDuplicateObjects: false });
    const input = random.next() < 0.3 ? garbled(text) : text;
    writeFileSync(path, input);
    const set = words();
    const { code, stdout, stderr } = await runCommand(validate, path, ...set);
    const shown = JSON.stringify({ input, set, stderr });
    if (code === 0) continue;
    refused++;
    expect(code, shown).toBe(2);
    expect(stdout, shown).toBe("");
    const lines = stderr.split("\n");
    expect(lines.pop(), shown).toBe("");
    expect(lines.length, shown).toBeGreaterThan(0);
    expect(new Set(lines).size, shown).toBe(lines.length);
    for (const line of lines) {
      expect(line, shown).toMatch(/^(\S*study\.yaml(:\d+)?: |--set |unknown option)\S/);
      expect(line.length, shown).toBeLessThan(1000);
      expect(line, shown).not.toMatch(/\p{Cc}|undefined|\[object|TypeError|Maximum call|^ +at /u);
    }
  }
  expect(tried).toBeLessThan(600); // most are wrong
});
