import type { Claim } from "../claim.ts";
import { alignment } from "./alignment.ts";
import { oneBit, threeBits } from "./bernoulli.ts";
import { chain } from "./chain.ts";
import { equalVariance } from "./equal-variance.ts";
import { gaussianTable, quadraticNorm } from "./gaussian.ts";
import { bestControl, doubleIntegrator } from "./linear-quadratic.ts";
import { normalization } from "./normalization.ts";
import { numerics } from "./numerics.ts";
import { ratio } from "./ratio.ts";
import { whichGradient } from "./which-gradient.ts";

const problems = [
  chain,
  whichGradient,
  ratio,
  oneBit,
  threeBits,
  equalVariance,
  normalization,
  numerics,
  gaussianTable,
  quadraticNorm,
  bestControl,
  doubleIntegrator,
  alignment,
];

/** Checks every golden number. */
export function* checkGolden(): Generator<Claim> {
  for (const problem of problems) yield* problem();
}
