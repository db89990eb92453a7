/** Writes a state as Gymnasium shows it to a policy: rounded to float32. @param state [D] @param out [D] */
export const singlePrecision = (state: Float64Array, out: Float64Array): void => {
  for (let i = 0; i < state.length; i++) out[i] = Math.fround(state[i]);
};
