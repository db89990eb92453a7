/** Functions φ(z) of the inputs z of features: an observation x, and maybe the time. */
export interface Basis {
  /** Length p of φ. */
  readonly size: number;
  /** Writes φ. @param observations [·, O] @param row which of them @param out [p] */
  write(observations: Float64Array, row: number, time: number, out: Float64Array): void;
  /**
   * Present where w · φ is a quadratic c + qᵀx + xᵀMx of the observation: writes its coefficients.
   * @param weights w is read from index `begin` on. # [p]
   * @param out c, q and the symmetric M, from index `first` on. # [1 + O + O²]
   */
  quadratic?(weights: Float64Array, begin: number, time: number, out: Float64Array, first: number): void;
}

/** A basis with weights for all times alike, or for each its own: V_t(x) = w_t · φ(x, t). */
export interface Features extends Pick<Basis, "size" | "write"> {
  /** Sets of weights: 1, or T + 1. */
  readonly blocks: number;
  /** V_t as coefficients of quadratics of the state, where they are; see `EstimatorForm.values`. # [T + 1, 1 + D + D²] */
  table?(weights: Float64Array): Float64Array;
}

/** Where the weights of a time begin. */
export const blockStart = ({ size, blocks }: Features, time: number): number =>
  blocks === 1 ? 0 : time * size;

/** What z is made of. */
export interface Inputs {
  /** Numbers O of an observation. */
  readonly observationSize: number;
  /** T where t/T is the last input; 0 where time is no input. */
  readonly horizon: number;
}

/** Length N of z. */
export const inputSize = ({ observationSize, horizon }: Inputs): number =>
  observationSize + (horizon > 0 ? 1 : 0);

/** Writes z. @param row which of the observations @param out [N] */
export const writeInputs = (
  { observationSize, horizon }: Inputs,
  observations: Float64Array,
  row: number,
  time: number,
  out: Float64Array,
): void => {
  for (let o = 0; o < observationSize; o++) out[o] = observations[row * observationSize + o];
  if (horizon > 0) out[observationSize] = time / horizon;
};

/** Features of one basis; a fit takes the time of their cube. */
export const MAX_FEATURES = 2048;

/** @throws RangeError for more features than can be fitted */
export const needFew = (size: number, what: string): void => {
  if (size > MAX_FEATURES) throw new RangeError(`${what} are ${size}; at most ${MAX_FEATURES} can be fitted`);
};
