import { type Markish, rectX } from "@observablehq/plot";
import type { Panel } from "../figure.ts";
import { formatNumber } from "../text/format-number.ts";
import { plotPanel } from "./plot-panel.ts";

const RAMP_HEIGHT = 42;

/**
 * A scale of colors.
 *
 * @param variable of the colors, with their number behind it: d0, d1 …
 * @param classes how many there are
 * @param ticks value at places from 0, the left end, to `classes`, the right end
 * @param colors their numbers, from the left
 */
export const ramp = (
  variable: string,
  classes: number,
  ticks: readonly (readonly [place: number, value: number])[],
  colors: readonly number[] = Array.from({ length: classes }, (_, i) => i),
): Panel =>
  plotPanel(
    {
      title: "",
      description: `Colors from ${formatNumber(ticks[0][1])} to ${formatNumber(ticks[ticks.length - 1][1])}.`,
    },
    {
      width: 380,
      height: RAMP_HEIGHT,
      marginTop: 4,
      marginBottom: 24,
      marginLeft: 40,
      marginRight: 40,
      x: {
        domain: [0, classes],
        ticks: ticks.map(([place]) => place),
        tickFormat: (_: number, i: number) => formatNumber(ticks[i][1]),
        label: null,
      },
      marks: [
        rectX(
          Array.from({ length: classes }, (_, i) => i),
          {
            x1: (i: number) => i,
            x2: (i: number) => i + 1,
            fill: (i: number) => `var(--${variable}${colors[i]})`,
          },
        ),
      ] as Markish[],
    },
  );

/** A panel with a scale of colors below it. */
export const above = (panel: Panel, scale: Panel): Panel => ({
  ...panel,
  height: panel.height + scale.height,
  content: `${panel.content}<g aria-label="scale of colors" transform="translate(0,${panel.height})">${scale.content}</g>`,
});
