/** The mean of some vectors. @param vectors [N, P] @returns [P] */
export const meanVector = (vectors: Float64Array, count: number): Float64Array => {
  const P = vectors.length / count;
  const sum = new Float64Array(P);
  for (let i = 0; i < count; i++) for (let j = 0; j < P; j++) sum[j] += vectors[i * P + j];
  return sum.map((total) => total / count);
};

/** ‖x_i − c‖² of some vectors. @param vectors [N, P] @param center [P] @returns [N] */
export const squaredDistances = (
  vectors: Float64Array,
  count: number,
  center: Float64Array,
): Float64Array => {
  const P = center.length;
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) for (let j = 0; j < P; j++) out[i] += (vectors[i * P + j] - center[j]) ** 2;
  return out;
};

/** (x_i − c)·d of some vectors. @param vectors [N, P] @param center [P] @param direction [P] @returns [N] */
export const projections = (
  vectors: Float64Array,
  count: number,
  center: Float64Array,
  direction: Float64Array,
): Float64Array => {
  const P = center.length;
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < P; j++) out[i] += (vectors[i * P + j] - center[j]) * direction[j];
  return out;
};

/** x·y. @param x @param y [P] each */
export const dot = (x: Float64Array, y: Float64Array): number => {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j] * y[j];
  return sum;
};

/** Each vector over its norm; zero stays zero. @param vectors [N, P] @returns [N, P] */
export const directions = (vectors: Float64Array, count: number): Float64Array => {
  const P = vectors.length / count;
  const out = vectors.slice();
  for (let i = 0; i < count; i++) {
    const row = out.subarray(i * P, (i + 1) * P);
    const norm = Math.sqrt(dot(row, row));
    if (norm > 0) for (let j = 0; j < P; j++) row[j] /= norm;
  }
  return out;
};
