import { alignment } from "./alignment.ts";
import { batchNeeded } from "./batch-needed.ts";
import { bias } from "./bias.ts";
import { biasVariance } from "./bias-variance.ts";
import { evaluation } from "./evaluation.ts";
import { final } from "./final.ts";
import { gradient } from "./gradient.ts";
import { landscape } from "./landscape.ts";
import { learning } from "./learning.ts";
import { pairs } from "./pairs.ts";
import { pairwise } from "./pairwise.ts";
import { profile } from "./profile.ts";
import { tokens } from "./tokens.ts";
import { training } from "./training.ts";
import { updates } from "./updates.ts";
import { variance } from "./variance.ts";
import { vary } from "./vary.ts";

/** All figures, in the order of the report: how much it takes first, then which way, what came of it, and why. */
export const figures = [
  batchNeeded,
  alignment,
  training,
  pairs,
  vary,
  learning,
  evaluation,
  final,
  profile,
  updates,
  bias,
  biasVariance,
  variance,
  pairwise,
  gradient,
  tokens,
  landscape,
] as const;
