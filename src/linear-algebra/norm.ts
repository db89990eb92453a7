/** The Euclidean norm ‖v‖. */
export const norm = (vector: Float64Array): number => {
  let square = 0;
  for (let j = 0; j < vector.length; j++) square += vector[j] * vector[j];
  return Math.sqrt(square);
};
