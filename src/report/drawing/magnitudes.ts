import type { ScaleOptions } from "@observablehq/plot";

/** How to write the ticks of an axis: "20k" where values are large, else plain digits (never "850m" for 0.85). */
export const magnitudes = (values: readonly number[]): Pick<ScaleOptions, "tickFormat"> =>
  Math.max(...values.map(Math.abs)) >= 10_000 ? { tickFormat: "~s" } : {};
