import type { Claim } from "../claim.ts";
import { oneBit, threeBits } from "./bernoulli.ts";
import { chain } from "./chain.ts";
import { equalVariance } from "./equal-variance.ts";
import { normalization } from "./normalization.ts";
import { ratio } from "./ratio.ts";
import { whichGradient } from "./which-gradient.ts";

/** Checks every golden number. */
export function* checkGolden(): Generator<Claim> {
  for (const problem of [chain, whichGradient, ratio, oneBit, threeBits, equalVariance, normalization])
    yield* problem();
}
