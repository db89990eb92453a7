import type { Exam } from "./exam.ts";

/** What a sum of scores is divided by, with a factor that a mean of a group or batch leaves. */
export interface KnownScale {
  readonly by: "trajectories" | "nothing" | "steps" | "padded-steps";
  readonly sign: 1 | -1;
  /** Whether no factor is left over. */
  readonly exact: boolean;
  /** In words, where one is. */
  readonly factor: string | undefined;
}

/** Recognizes what the own reward counts; undefined where it is nothing known. @param tolerance relative */
export const scaleOf = (
  { lengths, trajectory, groupSize: K }: Exam,
  scale: number,
  tolerance = 1e-3,
): KnownScale | undefined => {
  const n = lengths.length;
  const sign = scale > 0 ? 1 : -1;
  const [steps, longest] = [trajectory.length, Math.max(...lengths)];
  const divisors = { trajectories: 1, steps: n / steps, "padded-steps": 1 / longest, nothing: n } as const;
  const factors: readonly (readonly [string | undefined, number])[] = [
    [undefined, 1],
    ["1 − 1/K", 1 - 1 / K],
    ["K/(K − 1)", K / (K - 1)],
    ["1 − 1/n", 1 - 1 / n],
    ["n/(n − 1)", n / (n - 1)],
    ["1/2", 1 / 2],
    ["2", 2],
  ];
  for (const [factor, by] of factors)
    for (const [divisor, value] of Object.entries(divisors))
      if (Math.abs(Math.abs(scale) / (value * by) - 1) < tolerance)
        return { by: divisor as KnownScale["by"], sign, exact: factor === undefined, factor };
  return undefined;
};
