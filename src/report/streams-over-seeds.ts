/**
 * SQL: the mean of a column over the seeds, and its interval for these seeds' θ, from those of the seeds over their streams:
 * squares of half-widths add up, as theirs are independent.
 *
 * @param ends the columns of its limits are called `${ends}_low` and `${ends}_high`
 */
export const streamsOverSeeds = (column: string, ends: string, name = ends): string => {
  const half = (end: string) =>
    `sqrt(sum((${column} - ${ends}_${end}) * (${column} - ${ends}_${end}))) / count(${ends}_${end})`;
  return `avg(${column}) AS ${name}, avg(${column}) - ${half("low")} AS ${name}_low, avg(${column}) + ${half("high")} AS ${name}_high`;
};
