/**
 * Prints what an engine makes of everything that a recorded number goes through: runs in any Node.js, as one bundled
 * file, without the database.
 */
import { createHash, type Hash } from "node:crypto";
import { ENGINE_FUNCTIONS, engineDigest } from "../../src/arithmetic/engine.ts";
import { power } from "../../src/arithmetic/power.ts";
import { plan } from "../../src/config/plan.ts";
import { studySchema } from "../../src/config/schema.ts";
import { stream } from "../../src/random.ts";
import { run } from "../../src/run/run.ts";
import { STUDIES } from "../bench-counts/studies.ts";

/** What is compared; `pow` is that of the engine, which nothing is to depend on. */
export interface EngineReport {
  readonly functions: Readonly<Record<string, string>>;
  readonly studies: Readonly<Record<string, string>>;
  readonly power: string;
  /** x ** 2 other than x x, and 2 ** n other than n products of 2 or ½. */
  readonly inexactSquares: number;
  readonly pow: string;
}

const digest = (fill: (hash: Hash) => void): string => {
  const hash = createHash("sha256");
  fill(hash);
  return hash.digest("hex").slice(0, 16);
};

/** Hashes every number and text of an event, and the names of its keys. */
const update = (hash: Hash, value: unknown): void => {
  if (typeof value === "number") hash.update(Float64Array.of(value));
  else if (ArrayBuffer.isView(value)) hash.update(value as Uint8Array);
  else if (value !== null && typeof value === "object")
    for (const [key, each] of Object.entries(value)) {
      hash.update(`${key}:`);
      update(hash, each);
    }
  else hash.update(String(value));
};

const studyDigest = ({ environment, study }: (typeof STUDIES)[string]): string =>
  digest((hash) => {
    const given = studySchema.parse({ ...study, environment: { kind: "taxi" } }); // which is replaced
    for (const config of plan(given))
      run(config, environment).subscribe({
        next: (event) => update(hash, event),
        error(error) {
          throw error;
        },
      });
  });

const powers = (raise: (base: number, exponent: number) => number): string =>
  digest((hash) => {
    for (let base = 0.9; base < 1.05; base += 0.01)
      hash.update(Float64Array.from({ length: 500 }, (_, n) => raise(base, n)));
  });

const inexactSquares = (): number => {
  const random = stream("squares");
  let count = 0;
  for (let i = 0; i < 100_000; i++) {
    const x = (random.next() - 0.5) * 2 ** Math.floor(40 * random.next() - 20);
    if (x ** 2 !== x * x) count++;
  }
  for (let n = 0, up = 1, down = 1; n < 1000; n++, up *= 2, down /= 2)
    if (2 ** n !== up || 2 ** -n !== down) count++;
  return count;
};

const report: EngineReport = {
  functions: Object.fromEntries(
    Object.entries(ENGINE_FUNCTIONS).map(([name, f]) => [name, engineDigest({ [name]: f }, 40_000)]),
  ),
  studies: Object.fromEntries(Object.entries(STUDIES).map(([name, study]) => [name, studyDigest(study)])),
  power: powers(power),
  inexactSquares: inexactSquares(),
  pow: powers((base, exponent) => base ** exponent),
};
console.log(JSON.stringify(report));
