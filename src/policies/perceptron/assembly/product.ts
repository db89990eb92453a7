import { tile16, tile4, tile8 } from "./tile.ts";

// A block holds the values of some units in many rows, unit by unit: the rows of one unit lie side by side, so that
// four of them fill a vector, and the next unit begins `pitch` bytes after. 4 · `vectors` rows are worked on.

/**
 * z[o] = b[o] + Σ_k w[o, k] x[k]. If the number of outputs is odd, one unit more is written, of no meaning.
 * @param x block of `inputs` units @param w [outputs, inputs] @param b [outputs] @param z block of `outputs` units
 */
export function affine(
  x: usize, w: usize, b: usize, z: usize, pitch: usize, inputs: i32, outputs: i32, vectors: i32,
): void {
  const row = <usize>inputs << 2;
  for (let o = 0; o < outputs; o += 2) {
    twoUnits(x, w, w + row, 4, v128.load32_splat(b), v128.load32_splat(b, 4), z, pitch, inputs, vectors);
    w += row << 1;
    b += 8;
    z += pitch << 1;
  }
}

/**
 * z[k] = Σ_o w[o, k] d[o]: slopes with respect to the outputs, taken back to the inputs. If the number of inputs is
 * odd, one unit more is written, of no meaning.
 * @param d block of `outputs` units @param w [outputs, inputs] @param z block of `inputs` units
 */
export function transposed(
  d: usize, w: usize, z: usize, pitch: usize, inputs: i32, outputs: i32, vectors: i32,
): void {
  const row = <usize>inputs << 2;
  const zero = f32x4.splat(0);
  for (let k = 0; k < inputs; k += 2) {
    twoUnits(d, w, w + 4, row, zero, zero, z, pitch, outputs, vectors);
    w += 8;
    z += pitch << 1;
  }
}

/** Two units in all rows: sums over `depth` units of x, with weights from u and v on, `step` bytes apart. */
function twoUnits(
  x: usize, u: usize, v: usize, step: usize, b: v128, c: v128, z: usize, pitch: usize, depth: i32, vectors: i32,
): void {
  for (; vectors > 2; vectors -= 4) {
    tile16(x, u, v, step, b, c, z, pitch, depth);
    x += 64;
    z += 64;
  }
  if (vectors == 2) tile8(x, u, v, step, b, c, z, pitch, depth);
  else if (vectors == 1) tile4(x, u, v, step, b, c, z, pitch, depth);
}
