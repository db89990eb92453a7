import type { Claim } from "../claim.ts";
import { ratio } from "./ratio.ts";
import { whichGradient } from "./which-gradient.ts";

/** Checks every golden number. */
export function* checkGolden(): Generator<Claim> {
  yield* whichGradient();
  yield* ratio();
}
