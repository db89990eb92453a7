import type { Target } from "./comparison.ts";
import type { Spread } from "./spread.ts";

/** One line of the table. */
export interface Finding {
  readonly section: string;
  readonly what: string;
  /** Ours, in `unit`. */
  readonly ours: Spread;
  readonly unit: string;
  /** What ours was compared with; null where a figure stands alone. */
  readonly against: { readonly name: string; readonly theirs: Spread; readonly ratio: Spread } | null;
  /** How the ratio is meant: our time to theirs, or theirs to ours. */
  readonly direction: "ours/theirs" | "theirs/ours";
  /** What the ratio, or else the figure, is held to. */
  readonly target: Target | null;
  /** Given where it is the figure although there is a ratio. */
  readonly targetOf?: "figure";
  readonly holds: boolean | null;
}
