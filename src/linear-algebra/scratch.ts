/** The same scratch array if it holds `length` numbers, else a new one with room to spare (contents lost). */
export const ensureLength = (
  scratch: Float64Array<ArrayBuffer>,
  length: number,
): Float64Array<ArrayBuffer> => (scratch.length >= length ? scratch : new Float64Array(2 * length));
