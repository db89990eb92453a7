import { expectedCosine } from "./expected-cosine.ts";

/** The noise of an estimate g with mean m, relative to ‖m‖², and where m points. */
export interface Noise {
  /** c = cos(m, G), G the truth. */
  readonly cosine: number;
  /** s = Var(g·m)/‖m‖⁴: lengthens and shortens g, and turns it only where it is large. */
  readonly along: number;
  /** w = tr Σ_⊥/‖m‖², of the noise at right angles to m: turns g. */
  readonly across: number;
  /** r = (tr Σ_⊥)²/tr Σ_⊥², at least 1: over how many directions w is spread. */
  readonly dimension: number;
}

/**
 * The alignment E cos(g, G) of an estimate with such noise, as if it were normal: with ‖g_⊥‖² of a gamma law of mean w
 * and r degrees of freedom, independent of g·m. About c (1 + w)^−½ [1 + ¾ (w²/r)/(1 + w)² − (3/2) s w/(1 + w)²].
 * Differs from the normal law with the same Σ by 0.005 at most where along and across are not correlated.
 */
export const alignmentOf = ({ cosine, along, across, dimension }: Noise): number => {
  if (across === Number.POSITIVE_INFINITY || along === Number.POSITIVE_INFINITY) return 0;
  const r = Math.max(1, dimension);
  return (
    cosine *
    expectedCosine([
      { variance: along, mean: 1, product: 1 },
      ...(across > 0 ? [{ variance: across / r, count: r }] : []),
    ])
  );
};

/** E cos(g, g') of two independent estimates: the square of the alignment with their own mean. */
export const agreementOf = (noise: Noise): number => alignmentOf({ ...noise, cosine: 1 }) ** 2;

/** The noise of the mean of k independent estimates. */
export const averaged = ({ along, across, ...rest }: Noise, k: number): Noise => ({
  ...rest,
  along: along / k,
  across: across / k,
});
