/** z ← max(0, z) of `units` units in 4 · `vectors` rows; NaN stays NaN. @param z block of units */
export function relu(z: usize, pitch: usize, units: i32, vectors: i32): void {
  const zero = f32x4.splat(0);
  for (; units > 0; units--) {
    for (let r = z, end = z + (<usize>vectors << 4); r < end; r += 16)
      v128.store(r, f32x4.pmax(v128.load(r), zero));
    z += pitch;
  }
}

/** d ← d where a > 0, else 0: the slope of relu where its value is a. @param d block of units @param a block of units */
export function reluSlopes(d: usize, a: usize, pitch: usize, units: i32, vectors: i32): void {
  const zero = f32x4.splat(0);
  for (; units > 0; units--) {
    for (let r: usize = 0, end = <usize>vectors << 4; r < end; r += 16)
      v128.store(d + r, v128.and(v128.load(d + r), f32x4.gt(v128.load(a + r), zero)));
    d += pitch;
    a += pitch;
  }
}
