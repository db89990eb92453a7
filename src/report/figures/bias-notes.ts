import type { Row } from "../../store/snapshot.ts";
import { atLargestBatch, batchSizeText } from "../batch-size.ts";
import { seriesIn } from "../drawing/series.ts";
import type { Selection } from "../selection.ts";
import { turnedAndScaled } from "../text/bias-text.ts";

/** How the biased estimators are turned and scaled at their largest batch size, at the last probe of each agent. */
export const biased = (rows: readonly Row[], { probes, estimators }: Selection): string[] =>
  probes
    .filter(({ agent }, i) => probes.findLastIndex((other) => other.agent === agent) === i)
    .flatMap(({ agent, iteration }) => {
      const here = atLargestBatch(rows.filter((row) => row.agent === agent && row.iteration === iteration));
      if (here.length === 0) return [];
      const clear = here.filter(isBiased);
      const biased = seriesIn(clear, estimators).flatMap(({ name }) =>
        clear.filter(({ estimator }) => estimator === name).map((row) => `${name} is ${partsOf(row)}`),
      );
      return [
        `${agent}, iteration ${iteration}, ${batchSizeText(here)}: ` +
          `${biased.length === 0 ? "no estimator shows a bias beyond its noise" : biased.join("; ")}.`,
      ];
    });

/** Whether there is a bias: by the model beyond rounding, else by an interval above zero. */
const isBiased = ({
  exact_squared_bias: exact,
  exact_variance,
  squared_truth_norm,
  squared_bias_low,
}: Row): boolean =>
  typeof exact === "number"
    ? exact > 1e-20 * Math.max(Number(exact_variance), Number(squared_truth_norm))
    : Number(squared_bias_low) > 0;

const partsOf = (row: Row): string => turnedAndScaled(row) || "biased";
