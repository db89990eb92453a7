import type { ScaleOptions } from "@observablehq/plot";
import { powerOfTen } from "../../arithmetic/power.ts";
import { formatPower } from "../text/format-number.ts";

/** What is smaller than this, relative to the largest value, is the rounding of a zero. */
const ROUNDING = 1e-15;

/** A logarithmic scale around all positive values, with ticks at powers of ten, or at 1, 2 and 5 if there are few. */
export const logScale = (
  values: readonly number[],
): ScaleOptions & { readonly type: "log"; readonly domain: [number, number] } => {
  const finite = values.filter(Number.isFinite);
  const positive = finite.filter((value) => value > ROUNDING * Math.max(...finite));
  const low = Math.min(...positive) / 1.4;
  const high = Math.max(...positive) * 1.4;
  const decades = Math.log10(high / low);
  const steps = decades < 2.2 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / 7));
  const ticks: number[] = [];
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.ceil(Math.log10(high)); exponent++)
    for (const step of steps) {
      const tick = step * powerOfTen(exponent);
      if (tick >= low && tick <= high && exponent % every === 0) ticks.push(tick);
    }
  return { type: "log", domain: [low, high], ticks, tickFormat: formatPower };
};
