import { gridX, gridY, type Markish, type ScaleOptions } from "@observablehq/plot";

const PALE = { stroke: "var(--grid)", strokeOpacity: 1 };

/** Grid lines at the ticks of an axis, and nowhere else. */
export const horizontals = ({ ticks }: ScaleOptions): Markish =>
  Array.isArray(ticks) ? gridY(ticks, PALE) : gridY({ ...PALE, ticks: ticks as number });

export const verticals = ({ ticks }: ScaleOptions): Markish =>
  Array.isArray(ticks) ? gridX(ticks, PALE) : gridX({ ...PALE, ticks: ticks as number });
