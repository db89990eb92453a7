import { rootSumOfSquares } from "../../arithmetic/root-sum-of-squares.ts";
import { normalProbability } from "../../statistics/distributions/normal-distribution.ts";
import { holm } from "../../statistics/holm.ts";
import type { Row } from "../../store/snapshot.ts";
import type { Selection } from "../selection.ts";
import { list } from "../text/format-number.ts";

/** Probability that chance alone has any point called a miss. */
const CHANCE = 0.05;

/** Which points the prediction misses by more than chance explains, over all points that are compared (Holm). */
export const departures = (rows: readonly Row[]): string[] => {
  const predicted = rows.filter((row) => row.predicted_alignment !== null && Number.isFinite(deviation(row)));
  const pValues = holm(Float64Array.from(predicted, (row) => 2 * (1 - normalProbability(deviation(row)))));
  const missed = predicted.filter((_, i) => pValues[i] < CHANCE);
  if (missed.length === 0) return [];
  const sizes = [...new Set(predicted.map(({ batch_size }) => Number(batch_size)))].sort((m, n) => m - n);
  const said = sizes.flatMap((size) => {
    const of = (points: readonly Row[]) => points.filter(({ batch_size }) => Number(batch_size) === size);
    const names = [...new Set(of(missed).map(({ estimator }) => String(estimator)))];
    if (names.length === 0) return [];
    return `batch size ${size}, ${of(missed).length} of ${of(predicted).length} points (${list(names)})`;
  });
  return [
    "Off the prediction by more than the errors of both and chance explain, " +
      `over all ${predicted.length} points that are compared, so that the law of normal estimates does not hold there: ` +
      `${said.join("; ")}.`,
  ];
};

/** |measured − predicted| in standard errors of the difference. */
const deviation = ({ alignment, alignment_se, predicted_alignment, predicted_se }: Row): number =>
  Math.abs(Number(alignment) - Number(predicted_alignment)) /
  rootSumOfSquares(Number(alignment_se), Number(predicted_se));

/** What part of the estimates is exactly zero, at the last probe of each agent. */
export const zeros = (rows: readonly Row[], { probes }: Selection): string[] =>
  probes
    .filter(({ agent }, i) => probes.findLastIndex((other) => other.agent === agent) === i)
    .flatMap(({ agent, iteration }) => {
      const here = rows.filter(
        (row) => row.agent === agent && row.iteration === iteration && Number(row.zeros) > 0,
      );
      const parts = together(here, (row) => `batch size ${row.batch_size}: ${percent(Number(row.zeros))}`);
      if (parts.length === 0) return [];
      const said = parts.map(([part, names]) => `${part} of ${list(names)}`).join("; ");
      return [
        `${agent}, iteration ${iteration}: estimates that are exactly 0, and count as a cosine of 0: ${said}.`,
      ];
    });

const percent = (part: number): string => {
  const hundredths = 100 * part;
  if (part < 1 && hundredths > 99) return "more than 99 %";
  return hundredths < 1 ? "less than 1 %" : `${Math.round(hundredths)} %`;
};

/** Estimators of the rows that share what is said of them, in the order of the rows. */
const together = (rows: readonly Row[], say: (row: Row) => string): [said: string, names: string[]][] => {
  const groups = new Map<string, string[]>();
  for (const row of [...rows].sort((a, b) => Number(a.batch_size) - Number(b.batch_size))) {
    const said = say(row);
    groups.set(said, [...(groups.get(said) ?? []), String(row.estimator)]);
  }
  return [...groups];
};
