/** A few units in the last place of 1. */
const ROUNDING = 2 ** -50;

/** A number, and its noise: how much rounding may have changed it. Reused. */
export interface Noisy {
  value: number;
  noise: number;
}

/** ε → g(μ + σ ε). What it becomes with an argument that is off by rounding shows its noise. */
export const noisy = (
  g: (u: number) => number,
  mean: number,
  deviation: number,
): ((ε: number, out: Noisy) => void) => {
  return (ε, out) => {
    const u = mean + deviation * ε;
    const slip = ROUNDING * (Math.abs(mean) + Math.abs(deviation * ε));
    out.value = g(u);
    out.noise = Math.abs(g(u + slip) - out.value) + roundingOf(out.value);
  };
};

/** Noise of a number that is rounded. */
export const roundingOf = (value: number): number => ROUNDING * Math.abs(value);
