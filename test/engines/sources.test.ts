import { describe, expect, it } from "vitest";
import { ENGINE_FUNCTIONS } from "../../src/arithmetic/engine.ts";
import { readSources, withoutComments } from "../imports.ts";

/** Constants, and functions of which the language leaves no bit open (ECMA-262, §21.3). */
const EXACT = [
  "PI",
  "SQRT1_2",
  "SQRT2",
  "abs",
  "ceil",
  "floor",
  "fround",
  "max",
  "min",
  "round",
  "sign",
  "sqrt",
];

const KNOWN = new Set([...EXACT, ...Object.keys(ENGINE_FUNCTIONS)]);

/** Squares and powers of 2 are exact with every `**`; another power depends on the engine. */
const HARMLESS = /(?<![\w.\])])2 \*\* |\*\* 2(?![\w.]| \*\*)/g;

/** Uses of the engine's mathematics that are not among those compared. */
const openUses = (source: string): string[] => {
  const code = withoutComments(source);
  return [
    ...[...code.matchAll(/\bMath\.(\w+)/g)].flatMap(([use, name]) => (KNOWN.has(name) ? [] : [use])),
    ...(code.match(/\bMath\b(?!\.\w)/g) ?? []),
    ...(code.replace(HARMLESS, "").match(/.*\*\*.*/g) ?? []),
  ];
};

describe("the sources", () => {
  const sources = readSources("src", "envs");

  it("use functions of the engine that are compared over its versions, and raise to powers by products", () => {
    expect(sources.size).toBeGreaterThan(300);
    expect([...sources].flatMap(([path, code]) => openUses(code).map((use) => `${path}: ${use}`))).toEqual(
      [],
    );
  });

  it.each([
    "const p = discount ** t;",
    "const p = x ** 3;",
    "const p = x ** 1.5;",
    "const p = x ** -2;",
    "const p = x ** 2.5;",
    "const p = 10 ** n;",
    "const p = 0.2 ** n;",
    "const p = 12 ** n;",
    "p **= n;",
    "const p = Math.pow(2, n);",
    "const n = Math.hypot(x, y);",
    "const { tanh } = Math;",
    'const f = Math["exp"];',
  ])("would not pass with %s", (code) => {
    expect(openUses(code)).not.toEqual([]);
  });

  it.each([
    "const p = x ** 2 + y ** 2;",
    "const p = 2 ** count;",
    "const p = 2 ** -32;",
    "const p = Math.exp(-x) * Math.sqrt(y); // not x ** n",
    "/** x ** n */",
  ])("may well hold %s", (code) => {
    expect(openUses(code)).toEqual([]);
  });
});
