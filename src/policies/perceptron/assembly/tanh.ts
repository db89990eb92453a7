import { multiplyAdd } from "./multiply-add.ts";

/** z ← tanh z of `units` units in 4 · `vectors` rows. @param z block of units */
export function tanh(z: usize, pitch: usize, units: i32, vectors: i32): void {
  for (; units > 0; units--) {
    for (let r = z, end = z + (<usize>vectors << 4); r < end; r += 16) v128.store(r, hyperbolic(v128.load(r)));
    z += pitch;
  }
}

/** d ← d (1 − a²), the slope of tanh where its value is a. @param d block of units @param a block of units */
export function tanhSlopes(d: usize, a: usize, pitch: usize, units: i32, vectors: i32): void {
  const one = f32x4.splat(1);
  for (; units > 0; units--) {
    for (let r: usize = 0, end = <usize>vectors << 4; r < end; r += 16) {
      const value = v128.load(a + r);
      v128.store(d + r, f32x4.mul(v128.load(d + r), f32x4.sub(one, f32x4.mul(value, value))));
    }
    d += pitch;
    a += pitch;
  }
}

/**
 * x P(x²)/Q(x²) with P and Q of degree 4, and constant beyond ±8, where 1 − tanh = 2.3e-7. The coefficients make the
 * largest relative error on [0, 8] smallest (6e-9 before they are rounded). In float32 the error is at most 3.5e-7,
 * relative and absolute, and |tanh| never reaches 1. NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
function hyperbolic(value: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(value, f32x4.splat(8)), f32x4.splat(-8));
  const y = f32x4.mul(x, x);
  let p = multiplyAdd(f32x4.splat(2.189461883972399e-5), f32x4.splat(1.523035741968215e-8), y);
  p = multiplyAdd(f32x4.splat(0.0035715955309569836), p, y);
  p = multiplyAdd(f32x4.splat(0.1344449520111084), p, y);
  p = multiplyAdd(f32x4.splat(1), p, y);
  let q = multiplyAdd(f32x4.splat(0.0003411287907510996), f32x4.splat(8.522422376699978e-7), y);
  q = multiplyAdd(f32x4.splat(0.026164432987570763), q, y);
  q = multiplyAdd(f32x4.splat(0.4677782356739044), q, y);
  q = multiplyAdd(f32x4.splat(1), q, y);
  return f32x4.div(f32x4.mul(x, p), q);
}
