/** TD errors of a trajectory's steps, x[k] = (r[k] + γ V[k+1]) − V[k]. @param end V after the last step */
export function errors(
  rewards: usize, values: usize, out: usize, first: i32, end: i32, discount: f64, after: f64,
): void {
  let later = after;
  for (let k = (<usize>end << 3) - 8, stop = (<usize>first << 3) - 8; k != stop; k -= 8) {
    const value = f64.load(values + k);
    f64.store(out + k, f64.load(rewards + k) + discount * later - value);
    later = value;
  }
}

/**
 * Y[k] = x[k] + κ Y[k+1] backward through a trajectory. The numbers of a step lie side by side, `row` bytes from those of
 * the step before.
 * @param lanes of each lane 16 bytes: the address of x, 4 bytes of nothing, κ. # [lanes] @param out [steps, lanes]
 */
export function backward(lanes: usize, pairs: i32, first: i32, end: i32, out: usize, row: usize): void {
  for (; pairs >= 4; pairs -= 4) {
    fourPairs(lanes, first, end, out, row);
    lanes += 128;
    out += 64;
  }
  if (pairs >= 2) {
    twoPairs(lanes, first, end, out, row);
    lanes += 64;
    out += 32;
  }
  if (pairs & 1) onePair(lanes, first, end, out, row);
}

// @ts-ignore: decorator
@inline
function decays(lane: usize): v128 {
  return v128.load_lane<f64>(lane + 24, v128.load64_splat(lane + 8), 1);
}

/** Two numbers from two addresses. */
// @ts-ignore: decorator
@inline
function both(first: usize, second: usize): v128 {
  return v128.load_lane<f64>(second, v128.load64_splat(first), 1);
}

function onePair(lanes: usize, first: i32, end: i32, out: usize, row: usize): void {
  const x0 = <usize>load<i32>(lanes), x1 = <usize>load<i32>(lanes, 16);
  const d = decays(lanes);
  let y = f64x2.splat(0);
  out += <usize>(end - first) * row;
  for (let k = <usize>end << 3, stop = <usize>first << 3; k != stop; ) {
    k -= 8;
    out -= row;
    y = f64x2.add(both(x0 + k, x1 + k), f64x2.mul(d, y));
    v128.store(out, y);
  }
}

function twoPairs(lanes: usize, first: i32, end: i32, out: usize, row: usize): void {
  const x0 = <usize>load<i32>(lanes), x1 = <usize>load<i32>(lanes, 16);
  const x2 = <usize>load<i32>(lanes, 32), x3 = <usize>load<i32>(lanes, 48);
  const d = decays(lanes), e = decays(lanes + 32);
  let y = f64x2.splat(0), z = y;
  out += <usize>(end - first) * row;
  for (let k = <usize>end << 3, stop = <usize>first << 3; k != stop; ) {
    k -= 8;
    out -= row;
    y = f64x2.add(both(x0 + k, x1 + k), f64x2.mul(d, y));
    z = f64x2.add(both(x2 + k, x3 + k), f64x2.mul(e, z));
    v128.store(out, y);
    v128.store(out, z, 16);
  }
}

function fourPairs(lanes: usize, first: i32, end: i32, out: usize, row: usize): void {
  const x0 = <usize>load<i32>(lanes), x1 = <usize>load<i32>(lanes, 16);
  const x2 = <usize>load<i32>(lanes, 32), x3 = <usize>load<i32>(lanes, 48);
  const x4 = <usize>load<i32>(lanes, 64), x5 = <usize>load<i32>(lanes, 80);
  const x6 = <usize>load<i32>(lanes, 96), x7 = <usize>load<i32>(lanes, 112);
  const d0 = decays(lanes), d1 = decays(lanes + 32), d2 = decays(lanes + 64), d3 = decays(lanes + 96);
  let y0 = f64x2.splat(0), y1 = y0, y2 = y0, y3 = y0;
  out += <usize>(end - first) * row;
  for (let k = <usize>end << 3, stop = <usize>first << 3; k != stop; ) {
    k -= 8;
    out -= row;
    y0 = f64x2.add(both(x0 + k, x1 + k), f64x2.mul(d0, y0));
    y1 = f64x2.add(both(x2 + k, x3 + k), f64x2.mul(d1, y1));
    y2 = f64x2.add(both(x4 + k, x5 + k), f64x2.mul(d2, y2));
    y3 = f64x2.add(both(x6 + k, x7 + k), f64x2.mul(d3, y3));
    v128.store(out, y0);
    v128.store(out, y1, 16);
    v128.store(out, y2, 32);
    v128.store(out, y3, 48);
  }
}
