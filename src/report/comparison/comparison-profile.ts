import { powerOfTen } from "../../arithmetic/power.ts";
import type { Interval } from "../../statistics/interval.ts";
import { performanceProfile } from "../../statistics/performance-profile.ts";
import { titled } from "../fit-table.ts";
import { stackedTables } from "../stacked-tables.ts";
import { intervalText } from "../text/interval-text.ts";
import { together } from "../text/wrapped.ts";

/** The final return of one seed of one agent. */
export interface FinalReturn {
  readonly study: string;
  readonly metric: string;
  readonly name: string;
  readonly value: number;
}

/** How often the agents of one study end above each threshold. */
export interface Profile {
  readonly study: string;
  readonly metric: string;
  /** τ, in units of return. # [m] */
  readonly thresholds: Float64Array;
  readonly agents: readonly { readonly name: string; readonly seeds: number; readonly shares: Interval[] }[];
}

const STEPS = 10; // at most about this many thresholds

/** Round numbers across the range of some values: those in [least, greatest), multiples of 1, 2 or 5 × 10^k. */
export const roundThresholds = (values: readonly number[]): Float64Array => {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const range = greatest - least;
  if (!(range > 1e-9 * Math.max(Math.abs(least), Math.abs(greatest)))) return Float64Array.of(least); // all are one value
  const unit = powerOfTen(Math.floor(Math.log10(range / STEPS)));
  const step = unit * ([1, 2, 5].find((factor) => factor * unit * STEPS >= range) ?? 10);
  const first = Math.ceil(least / step);
  const count = Math.ceil(greatest / step) - first;
  const rounded = (_: unknown, i: number) => Number(((first + i) * step).toPrecision(12));
  return Float64Array.from({ length: count }, rounded).filter((x) => x >= least && x < greatest);
};

/**
 * The performance profiles of the agents of one study: shares of seeds above thresholds that all of them share.
 *
 * @param finals of one study and metric; agents in the order of their first rows
 */
export const profileOf = (finals: readonly FinalReturn[]): Profile => {
  const [{ study, metric }] = finals;
  const thresholds = roundThresholds(finals.map(({ value }) => value));
  const agents = [...new Set(finals.map(({ name }) => name))].map((name) => {
    const scores = Float64Array.from(
      finals.filter((each) => each.name === name),
      ({ value }) => value,
    );
    return { name, seeds: scores.length, shares: performanceProfile(scores, thresholds) };
  });
  return { study, metric, thresholds, agents };
};

/** A table per study: a line per threshold, a column per agent. @param width as of `fitTable` */
export const profileTables = (profiles: readonly Profile[], width = Number.POSITIVE_INFINITY): string =>
  profiles
    .map(({ study, metric, thresholds, agents }) => {
      const names = agents.map(({ name, seeds }) => `${name} (${seeds}) [95\u00a0%]`);
      const lines = Array.from(thresholds, (threshold, i) => [
        threshold,
        ...agents.map(({ shares }) => together(intervalText(shares[i]))),
      ]);
      const table = stackedTables("above", names, lines, width);
      return titled(
        `${study}, agents: share of seeds with a final ${metric} above a threshold`,
        table,
        width,
      );
    })
    .join("");
