import type { Query, Row } from "../store/snapshot.ts";
import type { ShownProbe } from "./shown-probe.ts";
import { list } from "./text/format-number.ts";
import { literal } from "./text/literal.ts";
import { seedsText } from "./text/seeds-text.ts";

/** Of which cells the seeds without a direction are told: those that have other seeds, all, or none. */
export type Directions = "some" | "all" | "none";

/**
 * Seeds of a probe that are in no mean of directions and ratios, and why: ∇J is noise, or all estimates of a cell are 0.
 * A cell that has no seed left has no mean, and is told of where `which` is "all".
 */
export const unaligned = (
  query: Query,
  { study, agent, iteration }: ShownProbe,
  which: Directions,
): string[] => {
  if (which === "none") return [];
  const whole = which === "all";
  const rows = query(
    `SELECT seed, estimator, batch_size, truth_noise, no_alignment FROM estimator_summary
    WHERE study = ${literal(study)} AND agent = ${literal(agent)} AND iteration = ${iteration}
    ORDER BY batch_size, estimator, seed`,
  );
  const place = `${study}, agent ${agent}, iteration ${iteration}`;
  const noise = new Map(
    rows.flatMap(({ seed, truth_noise: why }) => (why === null ? [] : [[Number(seed), String(why)]])),
  );
  const seeds = new Set(rows.map(({ seed }) => seed)).size;
  const noisy = noise.size > 0 && (whole || noise.size < seeds);
  const zeros = new Map<string, string[]>(); // estimators of the same seeds and batch size together
  for (const cell of cellsOf(rows.filter(({ truth_noise }) => truth_noise === null))) {
    const zero = cell.filter(({ no_alignment }) => no_alignment !== null);
    if (zero.length === 0 || (zero.length === cell.length && !whole)) continue;
    const place = `${seedsText(zero.map(({ seed }) => Number(seed)))} at batch size ${zero[0].batch_size}`;
    zeros.set(place, [...(zeros.get(place) ?? []), String(zero[0].estimator)]);
  }
  const zeroText = [...zeros].map(([where, names]) => `${where} of ${list(names)}`).join("; ");
  return [
    ...(noisy ? [`${place}: in no mean of directions and ratios: ${reasonsOf(noise)}.`] : []),
    ...(zeros.size > 0 ? [`${place}: in no mean of directions, the estimate is 0: ${zeroText}.`] : []),
  ];
};

const cellsOf = (rows: readonly Row[]): Row[][] => {
  const cells = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.estimator, row.batch_size]);
    cells.set(key, [...(cells.get(key) ?? []), row]);
  }
  return [...cells.values()];
};

/** "seed 3, where ∇J is 0", seeds of one reason together. */
const reasonsOf = (noise: ReadonlyMap<number, string>): string => {
  const reasons = new Map<string, number[]>();
  for (const [seed, why] of noise) reasons.set(why, [...(reasons.get(why) ?? []), seed]);
  return list([...reasons].map(([why, seeds]) => `${seedsText(seeds)} (${why})`));
};
