import type { Row } from "../../store/snapshot.ts";
import { batchWords } from "../text/batch-words.ts";
import { exactBias } from "../text/bias-text.ts";
import { equalEstimators } from "./equal-estimators.ts";

/** Degrees. */
export const angleOf = (cosine: number): number =>
  (180 / Math.PI) * Math.atan2(Math.sqrt(Math.max(0, 1 - cosine * cosine)), cosine);

/** Degrees to ∇J of an estimate whose alignment is 0.9: what a batch is looked for. */
export const TARGET_ANGLE = angleOf(0.9);

/** What is found of one estimator, or of several that are equal by construction. */
export interface FoundEstimator {
  /** As the database has them; the agent's own is called "agent". */
  readonly names: readonly string[];
  /** To be read: "a2c (agent)", "total = to-go", "exact critic (oracle)". */
  readonly label: string;
  /** Trajectories behind an estimate. */
  readonly batchSize: number;
  /** Mean cosine with ∇J at that batch size, corrected for the noise of a reference; undefined where nothing is compared. */
  readonly alignment: number | undefined;
  readonly standardError: number;
  /** Angle to ∇J of that alignment, degrees. */
  readonly angle: number | undefined;
  /** Trajectories for an alignment of 0.9, a mean over seeds; undefined where it is never reached, or not known. */
  readonly needed: number | undefined;
  /** Seeds of `of` that reach it. */
  readonly reaching: number;
  /** Seeds that never do, however large the batch. */
  readonly never: number;
  readonly of: number;
  /** In words: "8 (5 to 12)", "never (limit 0.84)". */
  readonly neededText: string;
  /** Degrees by which the bias turns its mean away from ∇J; undefined where no turn is seen. */
  readonly turnedBy: number | undefined;
  /** Degrees that the turn is below, at 95 %, where none is seen in a sample; 0 where it is known that there is none. */
  readonly turnedAtMost: number | undefined;
  /** Whether it is biased: false is exact, undefined where none is seen in a sample. */
  readonly biased: boolean | undefined;
  /** Whether it looks up values of the model, which no agent can have. */
  readonly oracle: boolean;
  /** Trace of the covariance of one estimate. */
  readonly variance: number | undefined;
  /** Why nothing is compared; undefined where something is, or no truth is known. */
  readonly why: string | undefined;
}

/** What a probe shows of its estimators at one θ. */
export interface ProbeFinding {
  readonly agent: string;
  readonly iteration: number;
  /** Updates that the agent makes in all. */
  readonly iterations: number;
  readonly seeds: number;
  /** That of most estimators, nearest to the agent's own. */
  readonly batchSize: number;
  /** How ∇J is known: "exact", "reference"; undefined where it is not. */
  readonly truth: string | undefined;
  /** The best aligned first; those that are not compared last. */
  readonly estimators: readonly FoundEstimator[];
}

/** Where and how a probe was made. */
export interface ProbeContext {
  readonly agent: string;
  readonly iteration: number;
  readonly iterations: number;
  /** Trajectories behind an estimate of the agent's own. */
  readonly ownBatchSize: number;
  readonly truth: string | undefined;
}

/**
 * Orders the estimators of one probe by how well they point, each at the batch size nearest to the agent's own.
 *
 * @param rows of `findingSql`, one per estimator and batch size @returns undefined if there are none
 */
export const probeFinding = (rows: readonly Row[], context: ProbeContext): ProbeFinding | undefined => {
  if (rows.length === 0) return undefined;
  const { ownBatchSize, ...probe } = context;
  const estimators = equalEstimators(rows).map((names) => {
    const own = rows.filter(({ estimator }) => estimator === names[0]);
    return found(nearest(own, ownBatchSize), names, context.agent);
  });
  const sizes = estimators.map(({ batchSize }) => batchSize);
  const common = (size: number) => sizes.filter((each) => each === size).length;
  return {
    ...probe,
    seeds: Math.max(...rows.map(({ seeds }) => Number(seeds))),
    batchSize: [...sizes].sort((a, b) => common(b) - common(a))[0],
    estimators: estimators.sort((a, b) => (b.alignment ?? -2) - (a.alignment ?? -2)),
  };
};

const nearest = (rows: readonly Row[], size: number): Row =>
  rows.reduce((best, row) => (distance(row, size) < distance(best, size) ? row : best));

const distance = ({ batch_size }: Row, size: number): number => Math.abs(Math.log(Number(batch_size) / size));

const found = (row: Row, names: readonly string[], agent: string): FoundEstimator => {
  const cosine = numberOf(row.corrected_cosine) ?? numberOf(row.mean_cosine);
  const error = numberOf(row.corrected_cosine) === undefined ? row.mean_cosine_se : row.corrected_cosine_se;
  const exact = numberOf(row.exact_bias_norm) !== undefined;
  const turn = exact ? numberOf(row.exact_turned_by) : numberOf(row.turned_by);
  const biased = exact ? exactBias(row) !== 0 : Number(row.turned_by_low ?? 0) > 0 ? true : undefined;
  const turnedBy = biased && turn !== undefined && turn > LEAST_TURN ? turn : undefined;
  const oracle = row.oracle === 1;
  return {
    names,
    label: `${names.map((name) => (name === "agent" && agent !== "agent" ? `${agent} (agent)` : name)).join(" = ")}${oracle ? " (oracle)" : ""}`,
    batchSize: Number(row.batch_size),
    alignment: cosine,
    standardError: Number(error ?? 0),
    angle: cosine === undefined ? undefined : angleOf(cosine),
    needed: numberOf(row.trajectories),
    reaching: Number(row.reaching ?? 0),
    never: Number(row.never ?? 0),
    of: Number(row.probed ?? row.seeds),
    neededText: row.probed === null ? "" : batchWords({ ...row, seeds: row.probed }),
    turnedBy,
    turnedAtMost: turnedBy === undefined ? (exact ? 0 : numberOf(row.turned_by_high)) : undefined,
    biased,
    oracle,
    variance: numberOf(row.total_variance),
    why: cosine === undefined && row.no_alignment !== null ? String(row.no_alignment) : undefined,
  };
};

/** Degrees below which a turn is none to speak of: the square root of what is rounded off its cosine. */
const LEAST_TURN = 1e-5;

const numberOf = (value: Row[string]): number | undefined => (typeof value === "number" ? value : undefined);
