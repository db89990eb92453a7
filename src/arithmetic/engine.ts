import { createHash } from "node:crypto";
import { stream } from "../random.ts";

/**
 * The functions that numbers of trueslope go through and whose last bits ECMA-262 leaves to the engine (§21.3). V8 has its
 * own code for them, after fdlibm, which did not change from Node.js 18 to 26; but the compiler may fuse its products and
 * sums, as that of the Node.js for arm64 does. `sqrt`, `fround`, `sign` and the like are exact. No other function is used:
 * powers are `power`, since Node.js 24 has another `pow`.
 */
export const ENGINE_FUNCTIONS = {
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log10: Math.log10, // places of digits, in reports
  sin: Math.sin,
  cos: Math.cos,
  sinh: Math.sinh,
  cosh: Math.cosh,
  atan2: (x: number) => Math.atan2(x, 1),
} satisfies Readonly<Record<string, (x: number) => number>>;

/** Arguments lie in (−scale, scale); those of logarithms in (0, scale). */
const SCALES = [1, 30, 1e5];

/**
 * SHA-256, of which 16 digits, of what this engine makes of some thousands of arguments: two that differ in a last bit
 * differ here.
 *
 * @param draws arguments of each function at each scale
 */
export const engineDigest = (
  functions: Readonly<Record<string, (x: number) => number>> = ENGINE_FUNCTIONS,
  draws = 500,
): string => {
  const hash = createHash("sha256");
  for (const [name, f] of Object.entries(functions)) {
    const random = stream("engine", name);
    const out = new Float64Array(draws);
    for (const scale of SCALES) {
      for (let i = 0; i < draws; i++) {
        const u = random.next() + random.next() / 2 ** 32; // 53 bits
        out[i] = f(name.startsWith("log") ? scale * u : scale * (2 * u - 1));
      }
      hash.update(out);
    }
  }
  return hash.digest("hex").slice(0, 16);
};
