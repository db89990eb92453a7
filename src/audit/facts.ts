import type { Exam } from "./exam.ts";
import { SAME } from "./interview.ts";
import type { Normalization } from "./normalization.ts";
import type { Reading } from "./read.ts";

/** What was read, for a program. Null where it could not be. */
export interface Facts {
  /** Whether the order of trajectories matters. */
  readonly order: boolean | null;
  /** Ends at which one trajectory runs on into another. */
  readonly mask: "all" | "none" | "terminated-only" | "truncated-only" | null;
  /** What a reward counts per step later, divided by γ. */
  readonly lambda: number | null;
  readonly stateWeight: "none" | "discounted" | "twice" | null;
  readonly divisor: string | null;
  readonly normalization: Normalization["over"] | "none" | "unknown";
  /** What V of a step is multiplied by before it is subtracted. */
  readonly baseline: number | null;
  /** What V after a trajectory that was cut off is multiplied by. */
  readonly truncation: number | null;
  readonly shift: -1 | 0 | 1 | null;
  readonly sign: 1 | -1 | null;
  /** Part of the gradient that weights no score. */
  readonly rest: number;
  /** Part of the gradient that knows no reward. */
  readonly rewardFree: number;
  readonly memory: boolean;
  readonly draws: boolean;
}

export const factsOf = (exam: Exam, { answers, structure, normalization }: Reading): Facts => {
  const { repeats, draws, order, odd, even, degree } = answers;
  const cut = structure?.leaks.some(({ from }) => exam.lengths[from] === exam.horizon);
  const ended = structure?.leaks.some(({ from }) => exam.lengths[from] < exam.horizon);
  const mask = cut && ended ? "none" : cut ? "terminated-only" : ended ? "truncated-only" : "all";
  const known = structure?.known;
  const { divisor } = structure?.coefficients ?? {};
  const next = structure?.decay[1];
  const parts =
    divisor && "steps" in divisor
      ? `${divisor.steps} steps`
      : divisor && "trajectories" in divisor
        ? `${divisor.trajectories} trajectories`
        : undefined;
  return {
    order: order === undefined ? null : order > SAME,
    mask: structure ? mask : null,
    lambda: structure?.kind === "to-go" && next !== undefined ? next / exam.discount : null,
    stateWeight: structure?.coefficients.stateWeight ?? null,
    divisor:
      divisor === undefined
        ? null
        : divisor.kind === "one"
          ? (known?.by ?? null)
          : parts
            ? `pieces of ${parts}`
            : divisor.kind,
    normalization: degree === "normalized" ? (normalization?.over ?? "unknown") : "none",
    baseline: structure?.values.own === undefined ? null : -structure.values.own,
    truncation: structure?.ends.cut ?? null,
    shift: structure
      ? ({ "to-go": 0, total: 0, "one-early": -1, "one-late": 1 } as const)[structure.kind]
      : null,
    sign: structure ? (structure.scale > 0 ? 1 : -1) : null,
    rest: odd.relativeRest,
    rewardFree: even.relative,
    memory: repeats === "remembers",
    draws,
  };
};
