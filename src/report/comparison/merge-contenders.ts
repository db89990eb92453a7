import type { Row } from "../../store/snapshot.ts";
import { equalEstimators } from "../finding/equal-estimators.ts";
import type { Comparison, Contender } from "./comparison-table.ts";

/**
 * One contender for estimators that are equal by construction, called by all their names: that of the baseline where it is
 * one of them, else that of the first. Agents stay as they are: equal returns do not make them one.
 *
 * @param rows of `estimator_over_seeds`, of the probe of the comparison
 */
export const mergeContenders = (comparison: Comparison, rows: readonly Row[]): Comparison => {
  if (comparison.kind === "agent") return comparison;
  const groups = equalEstimators(rows);
  const groupOf = (name: string) => groups.find((names) => names.includes(name)) ?? [name];
  const { contenders, baseline } = comparison;
  const stands = (name: string): boolean => {
    const present = groupOf(name).filter((each) => contenders.some((own) => own.name === each));
    return name === (present.includes(baseline) ? baseline : present[0]);
  };
  const merged = contenders
    .filter(({ name }) => stands(name))
    .map((each): Contender => ({ ...each, name: groupOf(each.name).join(" = ") }));
  return { ...comparison, contenders: merged };
};
