/** The number of [low, high] nearest to x; NaN stays NaN. */
export const clip = (x: number, low: number, high: number): number => (x < low ? low : x > high ? high : x);
