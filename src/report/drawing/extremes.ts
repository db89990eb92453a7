import type { Row } from "../../store/snapshot.ts";
import { commonBatchSize } from "../batch-size.ts";
import type { Selection } from "../selection.ts";
import { formatNumber } from "../text/format-number.ts";

/** A sentence for the last probe of each agent: which estimator is best and which worst, at one batch size. */
export const extremes = (
  rows: readonly Row[],
  { probes }: Selection,
  column: string,
  best: string,
  worst: string,
  better: "highest" | "lowest",
): string[] =>
  probes
    .filter(({ agent }, i) => probes.findLastIndex((other) => other.agent === agent) === i)
    .flatMap(({ agent, iteration }) => {
      const here = rows.filter(
        (row) => row.agent === agent && row.iteration === iteration && row[column] !== null,
      );
      const size = commonBatchSize(here);
      const sign = better === "highest" ? -1 : 1;
      const order = here
        .filter((row) => row.batch_size === size)
        .sort((a, b) => sign * (Number(a[column]) - Number(b[column])));
      if (order.length < 2) return [];
      const [first, last] = [order[0], order[order.length - 1]];
      const say = (row: Row) => `${row.estimator} (${formatNumber(Number(row[column]))})`;
      return [
        `${agent}, iteration ${iteration}, batch size ${size}: ${best} is ${say(first)}, ${worst} ${say(last)}.`,
      ];
    });
