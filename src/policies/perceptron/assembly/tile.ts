import { multiplyAdd } from "./multiply-add.ts";

// Two units b + Σ u x and c + Σ v x of 16, 8 or 4 rows, in one pass over `depth` units of x.
//
// With 16 rows, the 8 sums stay in registers, and there are six loads for eight products. The loops have one step of
// the sum and no more: V8 orders the instructions of a longer one by what depends on what, and runs out of registers.

// @ts-ignore: decorator
@inline
export function tile16(
  x: usize, u: usize, v: usize, step: usize, b: v128, c: v128, z: usize, pitch: usize, depth: i32,
): void {
  let s0 = b, s1 = b, s2 = b, s3 = b;
  let t0 = c, t1 = c, t2 = c, t3 = c;
  for (; depth > 0; depth--) {
    const x0 = v128.load(x), x1 = v128.load(x, 16), x2 = v128.load(x, 32), x3 = v128.load(x, 48);
    const w0 = v128.load32_splat(u);
    s0 = multiplyAdd(s0, w0, x0);
    s1 = multiplyAdd(s1, w0, x1);
    s2 = multiplyAdd(s2, w0, x2);
    s3 = multiplyAdd(s3, w0, x3);
    const w1 = v128.load32_splat(v);
    t0 = multiplyAdd(t0, w1, x0);
    t1 = multiplyAdd(t1, w1, x1);
    t2 = multiplyAdd(t2, w1, x2);
    t3 = multiplyAdd(t3, w1, x3);
    x += pitch;
    u += step;
    v += step;
  }
  v128.store(z, s0);
  v128.store(z, s1, 16);
  v128.store(z, s2, 32);
  v128.store(z, s3, 48);
  z += pitch;
  v128.store(z, t0);
  v128.store(z, t1, 16);
  v128.store(z, t2, 32);
  v128.store(z, t3, 48);
}

// @ts-ignore: decorator
@inline
export function tile8(
  x: usize, u: usize, v: usize, step: usize, b: v128, c: v128, z: usize, pitch: usize, depth: i32,
): void {
  let s0 = b, s1 = b, t0 = c, t1 = c;
  for (; depth > 0; depth--) {
    const x0 = v128.load(x), x1 = v128.load(x, 16);
    const w0 = v128.load32_splat(u);
    s0 = multiplyAdd(s0, w0, x0);
    s1 = multiplyAdd(s1, w0, x1);
    const w1 = v128.load32_splat(v);
    t0 = multiplyAdd(t0, w1, x0);
    t1 = multiplyAdd(t1, w1, x1);
    x += pitch;
    u += step;
    v += step;
  }
  v128.store(z, s0);
  v128.store(z, s1, 16);
  z += pitch;
  v128.store(z, t0);
  v128.store(z, t1, 16);
}

// @ts-ignore: decorator
@inline
export function tile4(
  x: usize, u: usize, v: usize, step: usize, b: v128, c: v128, z: usize, pitch: usize, depth: i32,
): void {
  let s = b, t = c;
  for (; depth > 0; depth--) {
    const x0 = v128.load(x);
    s = multiplyAdd(s, v128.load32_splat(u), x0);
    t = multiplyAdd(t, v128.load32_splat(v), x0);
    x += pitch;
    u += step;
    v += step;
  }
  v128.store(z, s);
  v128.store(z + pitch, t);
}
