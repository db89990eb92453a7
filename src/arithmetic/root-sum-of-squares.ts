/** √(x² + y² + …), by products and a sum that every engine rounds alike; `Math.hypot` is left to the engine. */
export const rootSumOfSquares = (...parts: readonly number[]): number =>
  Math.sqrt(parts.reduce((sum, x) => sum + x * x, 0));
