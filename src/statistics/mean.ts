/** The mean of the values `from` … `to` − 1. */
export const mean = (values: Float64Array, from = 0, to = values.length): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i];
  return sum / (to - from);
};

/** The sample variance Σ(x − x̄)²/(n − 1) of the values `from` … `to` − 1; NaN for a single one. */
export const variance = (values: Float64Array, from = 0, to = values.length): number => {
  const center = mean(values, from, to);
  let sum = 0;
  for (let i = from; i < to; i++) sum += (values[i] - center) ** 2;
  return sum / (to - from - 1);
};
