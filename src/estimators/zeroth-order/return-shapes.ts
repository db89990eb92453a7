/** √(Σ (R − mean)²/n). */
export const standardDeviation = (returns: Float64Array): number => {
  const n = returns.length;
  const mean = meanOf(returns);
  return Math.sqrt(returns.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
};

/** (R − mean)/deviation, in place; 0 where all are the same. */
export const standardize = (returns: Float64Array): void => {
  const deviation = standardDeviation(returns);
  const mean = meanOf(returns);
  for (let i = 0; i < returns.length; i++) returns[i] = deviation === 0 ? 0 : (returns[i] - mean) / deviation;
};

/** Ranks from −½ for the least to ½ for the largest, in place; equal returns share the mean of their ranks. */
export const rank = (returns: Float64Array): void => {
  const n = returns.length;
  const order = Array.from(returns.keys()).sort((a, b) => returns[a] - returns[b]);
  const values = returns.slice();
  for (let from = 0, to = 0; from < n; from = to) {
    while (to < n && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) returns[order[k]] = (from + to - 1) / 2 / (n - 1) - 0.5;
  }
};

const meanOf = (returns: Float64Array): number => returns.reduce((sum, x) => sum + x, 0) / returns.length;
