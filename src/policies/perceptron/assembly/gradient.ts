import { multiplyAdd } from "./multiply-add.ts";

/**
 * Adds the gradient of one layer for one weighting of the rows: Σ_r w(r) d[o](r) x[k](r) to that of the weights and
 * Σ_r w(r) d[o](r) to that of the biases.
 *
 * Each lane sums every fourth row in float32, so at most a quarter of the rows; the four lanes, and what is there
 * already, are added in float64.
 * @param d block of `outputs` units @param x block of `inputs` units @param weighting w [4 · vectors]
 * @param scaled room for a block of `outputs` units, and one more @param corner 8 float64, 0 before and after
 * @param weights float64. # [outputs, inputs] @param biases float64. # [outputs]
 */
export function gradient(
  d: usize, x: usize, weighting: usize, scaled: usize, corner: usize, weights: usize, biases: usize,
  pitch: usize, inputs: i32, outputs: i32, vectors: i32,
): void {
  const row = <usize>inputs << 3;
  for (let o: usize = 0; o < <usize>outputs; o++) {
    const bias = biases + (o << 3);
    f64.store(bias, f64.load(bias) + scale(d + o * pitch, weighting, scaled + o * pitch, vectors));
  }
  for (let k = 0; k < inputs; k += 4) {
    let unit = scaled, tile = weights;
    for (let o = 0; o < outputs; o += 2) {
      const whole = k + 4 <= inputs && o + 2 <= outputs;
      products(unit, unit + pitch, x, pitch, whole ? tile : corner, whole ? tile + row : corner + 32, vectors);
      if (!whole) {
        moveCorner(corner, tile, min(4, inputs - k));
        moveCorner(corner + 32, tile + row, o + 2 <= outputs ? min(4, inputs - k) : 0);
      }
      unit += pitch << 1;
      tile += row << 1;
    }
    x += pitch << 2;
    weights += 32;
  }
}

/** Adds the first `count` of four numbers to those at `to`, and makes all four 0. */
function moveCorner(corner: usize, to: usize, count: i32): void {
  for (let j = 0; j < count; j++, to += 8) f64.store(to, f64.load(to) + f64.load(corner + (j << 3)));
  memory.fill(corner, 0, 32);
}

/** Writes w d of one unit to `out`; returns its sum over the rows. */
// @ts-ignore: decorator
@inline
function scale(d: usize, weighting: usize, out: usize, vectors: i32): f64 {
  let sum = f32x4.splat(0);
  for (let r: usize = 0, end = <usize>vectors << 4; r < end; r += 16) {
    const scaled = f32x4.mul(v128.load(weighting + r), v128.load(d + r));
    v128.store(out + r, scaled);
    sum = f32x4.add(sum, scaled);
  }
  const halves = promoted(sum);
  return f64x2.extract_lane(halves, 0) + f64x2.extract_lane(halves, 1);
}

/** Adds sums over the rows of two units u, v times the four from x on, to g and h. */
// @ts-ignore: decorator
@inline
function products(u: usize, v: usize, x: usize, pitch: usize, g: usize, h: usize, vectors: i32): void {
  const y = x + pitch, z = y + pitch, w = z + pitch;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  for (let r: usize = 0, end = <usize>vectors << 4; r < end; r += 16) {
    const x0 = v128.load(x + r), x1 = v128.load(y + r), x2 = v128.load(z + r), x3 = v128.load(w + r);
    const d0 = v128.load(u + r);
    s0 = multiplyAdd(s0, d0, x0);
    s1 = multiplyAdd(s1, d0, x1);
    s2 = multiplyAdd(s2, d0, x2);
    s3 = multiplyAdd(s3, d0, x3);
    const d1 = v128.load(v + r);
    t0 = multiplyAdd(t0, d1, x0);
    t1 = multiplyAdd(t1, d1, x1);
    t2 = multiplyAdd(t2, d1, x2);
    t3 = multiplyAdd(t3, d1, x3);
  }
  addTo(g, sums(s0, s1));
  addTo(g + 16, sums(s2, s3));
  addTo(h, sums(t0, t1));
  addTo(h + 16, sums(t2, t3));
}

// @ts-ignore: decorator
@inline
function addTo(address: usize, values: v128): void {
  v128.store(address, f64x2.add(v128.load(address), values));
}

/** Lanes 0 + 2 and 1 + 3, in float64. */
// @ts-ignore: decorator
@inline
function promoted(s: v128): v128 {
  const upper = v128.shuffle<f32>(s, s, 2, 3, 2, 3);
  return f64x2.add(f64x2.promote_low_f32x4(s), f64x2.promote_low_f32x4(upper));
}

/** The sum of all lanes of s, and that of t. */
// @ts-ignore: decorator
@inline
function sums(s: v128, t: v128): v128 {
  const a = promoted(s), b = promoted(t);
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}
