import { alignment } from "./alignment.ts";
import { batchNeeded } from "./batch-needed.ts";
import { bias } from "./bias.ts";
import { biasVariance } from "./bias-variance.ts";
import { final } from "./final.ts";
import { gradient } from "./gradient.ts";
import { landscape } from "./landscape.ts";
import { learning } from "./learning.ts";
import { pairwise } from "./pairwise.ts";
import { profile } from "./profile.ts";
import { tokens } from "./tokens.ts";
import { training } from "./training.ts";
import { variance } from "./variance.ts";
import { vary } from "./vary.ts";

/** All figures, in the order of the report. */
export const figures = [
  learning,
  final,
  profile,
  training,
  alignment,
  batchNeeded,
  variance,
  bias,
  biasVariance,
  pairwise,
  vary,
  gradient,
  tokens,
  landscape,
] as const;
