import type { CellColumns, CellStatistics } from "./cell-columns.ts";

/** Intervals of equal width over [-1, 1] in which cosines are counted. */
export const COSINE_BINS = 40;

/**
 * What the statistics of a cell follow from, however many estimates it has: the columns of the table `cell`. Sums are
 * over the finite estimates g; NaN where no term is defined.
 */
export interface CellSums {
  /** Estimates that were drawn. */
  readonly replicates: number;
  /** Environment steps behind all of them. */
  readonly envSteps: number;
  /** Those all of whose coordinates are finite. */
  readonly finite: number;
  /** Finite ones that are not 0. */
  readonly nonzero: number;
  /** Finite ones that have a cosine with the truth. */
  readonly cosines: number;
  readonly norm: number;
  readonly squaredNorm: number;
  readonly dotTruth: number;
  readonly squaredError: number;
  readonly squaredDeviation: number;
  /** Of the squared deviations q: Σ (q − mean q)²; where they are not all at hand, scaled up from the first ones. */
  readonly squaredDeviationScatter: number;
  readonly directionDeviation: number;
  /** The same of d = (g ≠ 0) − ‖u − ū‖², whose mean tells how the estimates agree. */
  readonly agreementScatter: number;
  readonly cosine: number;
  /** Σ (1 − cosine), and of its square: cosines may be nearly 1. */
  readonly cosineGap: number;
  readonly squaredCosineGap: number;
  readonly cosineBins: Float64Array; // [COSINE_BINS]
  /** ḡ. */
  readonly mean: Float64Array; // [P]
}

/** The sums of a cell, by its columns. */
export const cellSums = (
  columns: CellStatistics & Pick<CellColumns, "envSteps"> & Pick<CellSums, "mean">,
): CellSums => {
  const { envSteps, norm, cosine, squaredDeviation, directionDeviation, finite, mean } = columns;
  const cosineBins = new Float64Array(COSINE_BINS);
  let [steps, count, nonzero, cosines] = [0, 0, 0, 0];
  for (let r = 0; r < finite.length; r++) {
    steps += envSteps[r];
    if (finite[r] === 0) continue;
    count++;
    if (norm[r] > 0) nonzero++;
    if (Number.isNaN(cosine[r])) continue;
    cosines++;
    cosineBins[Math.max(0, Math.min(COSINE_BINS - 1, Math.floor((cosine[r] + 1) * (COSINE_BINS / 2))))]++;
  }
  return {
    replicates: finite.length,
    envSteps: steps,
    finite: count,
    nonzero,
    cosines,
    norm: total(norm),
    squaredNorm: total(norm.map((x) => x * x)),
    dotTruth: total(columns.dotTruth),
    squaredError: total(columns.squaredError),
    squaredDeviation: total(squaredDeviation),
    squaredDeviationScatter: scatter(squaredDeviation),
    directionDeviation: total(directionDeviation),
    agreementScatter: scatter(agreementOf(columns)),
    cosine: total(cosine),
    cosineGap: total(cosine.map((c) => 1 - c)),
    squaredCosineGap: total(cosine.map((c) => (1 - c) * (1 - c))),
    cosineBins,
    mean,
  };
};

/** Sums of a part of a cell, with the mean of directions that its deviations are from. # [P] */
export interface SummedPart {
  readonly sums: CellSums;
  readonly meanDirection: Float64Array;
}

/** The sums of two parts of a cell that have no estimate in common; their scatters are left out. */
export const addParts = (a: SummedPart, b: SummedPart): SummedPart => {
  const [x, y] = [a.sums, b.sums];
  const numbers = Object.fromEntries(
    ADDED.map((name) => [
      name,
      Number.isNaN(x[name]) ? y[name] : x[name] + (Number.isNaN(y[name]) ? 0 : y[name]),
    ]),
  ) as Record<(typeof ADDED)[number], number>;
  if (x.finite === 0 || y.finite === 0) {
    const [{ sums, meanDirection }] = x.finite === 0 ? [b] : [a];
    return { sums: { ...sums, ...numbers }, meanDirection };
  }
  // deviations from the mean of both: those from its own, and that of its own (Chan, Golub & LeVeque 1983)
  const share = (x.finite * y.finite) / numbers.finite;
  const meanOf = (u: Float64Array, v: Float64Array) =>
    u.map((each, j) => each + ((v[j] - each) * y.finite) / numbers.finite);
  return {
    sums: {
      ...numbers,
      squaredDeviation: numbers.squaredDeviation + share * squaredDistance(x.mean, y.mean),
      squaredDeviationScatter: Number.NaN,
      directionDeviation:
        numbers.directionDeviation + share * squaredDistance(a.meanDirection, b.meanDirection),
      agreementScatter: Number.NaN,
      cosineBins: x.cosineBins.map((count, i) => count + y.cosineBins[i]),
      mean: meanOf(x.mean, y.mean),
    },
    meanDirection: meanOf(a.meanDirection, b.meanDirection),
  };
};

const ADDED = [
  ...(["replicates", "envSteps", "finite", "nonzero", "cosines", "norm", "squaredNorm", "dotTruth"] as const),
  ...([
    "squaredError",
    "squaredDeviation",
    "directionDeviation",
    "cosine",
    "cosineGap",
    "squaredCosineGap",
  ] as const),
];

const squaredDistance = (x: Float64Array, y: Float64Array): number => {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += (x[j] - y[j]) ** 2;
  return sum;
};

/** The scatters of a cell with so many finite estimates, by those of some of them. */
export const scaledScatters = (
  columns: CellStatistics,
  finite: number,
): Pick<CellSums, "squaredDeviationScatter" | "agreementScatter"> => {
  const factor = finite / columns.finite.reduce((count, one) => count + one, 0);
  return {
    squaredDeviationScatter: factor * scatter(columns.squaredDeviation),
    agreementScatter: factor * scatter(agreementOf(columns)),
  };
};

const agreementOf = ({ norm, directionDeviation }: CellStatistics): Float64Array =>
  directionDeviation.map((d, r) => Number(norm[r] > 0) - d);

/**
 * The sum of what is no NaN, to the bit as SQLite's `sum` adds the same column; NaN if there is nothing.
 *
 * Source: Neumaier (1974), ZAMM 54.
 */
const total = (column: Float64Array): number => {
  let [sum, rest, terms] = [0, 0, 0];
  for (let r = 0; r < column.length; r++) {
    const x = column[r];
    if (Number.isNaN(x)) continue;
    const next = sum + x;
    rest += Math.abs(sum) > Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
    terms++;
  }
  if (terms === 0) return Number.NaN;
  return Number.isFinite(rest) ? sum + rest : sum;
};

const scatter = (column: Float64Array): number => {
  let terms = 0;
  for (const x of column) if (!Number.isNaN(x)) terms++;
  const mean = total(column) / terms;
  return total(column.map((x) => (x - mean) ** 2));
};
