import { backward, errors } from "./backward.ts";

// Several recursions over one batch side by side, lane by lane, two in a vector; see `lane-memory.ts`, which places what is read
// here. Addresses are in bytes. The order of every operation on a lane is that of an estimator alone: the bits are the same.

/** What a batch and its lanes are, in the memory that both sides share. */
@unmanaged
class Plan {
  trajectories: i32;
  pairs: i32;
  /** Pairs of lanes that are not discounted; they come first. */
  plain: i32;
  /** 1 if the pair after them has one lane of each. */
  mixed: i32;
  columns: i32;
  minuses: i32;
  held: i32;
  /** Bytes from the numbers of a step to those of the next one: 8 times the lanes. */
  row: i32;
  rewards: i32;
  /** Bytes from the first sum to those of the state and action of each step. # [steps] i32 */
  places: i32;
  offsets: i32;
  terminated: i32;
  /** See `backward`. */
  lanes: i32;
  /** Of each column 16 bytes: values, ends, where TD errors go. # [columns] */
  values: i32;
  /** Of each 16 bytes: 8 times its lane, an address, and the bytes from one step to the next, and from one trajectory to the next. */
  minus: i32;
  /** 8 times the lanes that hold the number of their first step. # [held] i32 */
  holding: i32;
  /** Numbers of one trajectory. # [steps of the longest, lanes] */
  scratch: i32;
  /** # [S, A, lanes] */
  sums: i32;
  /** Where the weights of each lane go. # [lanes] i32 */
  weights: i32;
  /** S A. */
  cells: i32;
  discount: f64;
}

/** Adds the weights of all lanes to the sums of each state and action. */
export function addUp(plan: Plan): void {
  memory.fill(<usize>plan.sums, 0, <usize>plan.cells * <usize>plan.row);
  const offsets = <usize>plan.offsets;
  for (let i: usize = 0; i < <usize>plan.trajectories; i++) {
    const first = load<i32>(offsets + (i << 2)), end = load<i32>(offsets + (i << 2), 4);
    recur(plan, i, first, end);
    addTrajectory(plan, first, end);
  }
}

/** Writes the weights of all lanes instead, a column for each. */
export function writeOut(plan: Plan): void {
  const offsets = <usize>plan.offsets;
  for (let i: usize = 0; i < <usize>plan.trajectories; i++) {
    const first = load<i32>(offsets + (i << 2)), end = load<i32>(offsets + (i << 2), 4);
    recur(plan, i, first, end);
    writeTrajectory(plan, first, end);
  }
}

/**
 * Turns sums of weights w(s, a) into those of scores of a softmax over the actions of each state, in place:
 * w(s, a) − π(a|s) Σ_b w(s, b). @param probabilities π. # [S, A]
 */
export function softmaxScores(plan: Plan, probabilities: usize, actions: i32): void {
  const row = <usize>plan.row, state = <usize>actions * row;
  const end = <usize>plan.sums + <usize>plan.cells * row;
  for (let first = <usize>plan.sums; first < end; first += state, probabilities += <usize>actions << 3) {
    for (let w = first, stop = first + row; w < stop; w += 16) {
      const after = w + state;
      let sum = f64x2.splat(0);
      for (let a = w; a < after; a += row) sum = f64x2.add(sum, v128.load(a));
      for (let a = w, p = probabilities; a < after; a += row, p += 8)
        v128.store(a, f64x2.sub(v128.load(a), f64x2.mul(v128.load64_splat(p), sum)));
    }
  }
}

/** The numbers Y − b of every step and lane of trajectory i. */
function recur(plan: Plan, i: usize, first: i32, end: i32): void {
  const scratch = <usize>plan.scratch, row = <usize>plan.row;
  let column = <usize>plan.values;
  for (const stop = column + (<usize>plan.columns << 4); column < stop; column += 16) {
    const out = <usize>load<i32>(column, 8);
    if (out == 0) continue;
    const after = load<u8>(<usize>plan.terminated + i) ? 0 : f64.load(<usize>load<i32>(column, 4) + (i << 3));
    errors(<usize>plan.rewards, <usize>load<i32>(column), out, first, end, plan.discount, after);
  }
  backward(<usize>plan.lanes, plan.pairs, first, end, scratch, row);
  let minus = <usize>plan.minus;
  for (const stop = minus + (<usize>plan.minuses << 4); minus < stop; minus += 16) {
    let y = scratch + <usize>load<i32>(minus);
    const step = <usize>load<i32>(minus, 8);
    let b = <usize>load<i32>(minus, 4) + <usize>first * step + i * <usize>load<i32>(minus, 12);
    for (let k = first; k < end; k++, y += row, b += step) f64.store(y, f64.load(y) - f64.load(b));
  }
  let held = <usize>plan.holding;
  for (const stop = held + (<usize>plan.held << 2); held < stop; held += 4) {
    let y = scratch + <usize>load<i32>(held);
    const number = f64.load(y);
    for (let k = first; k < end; k++, y += row) f64.store(y, number);
  }
}

function addTrajectory(plan: Plan, first: i32, end: i32): void {
  const row = <usize>plan.row, sums = <usize>plan.sums;
  const plain = <usize>plan.plain << 4, mixed = plan.mixed;
  let y = <usize>plan.scratch, place = <usize>plan.places + (<usize>first << 2);
  let c = 1.0;
  for (let k = first; k < end; k++, place += 4) {
    let sum = sums + <usize>load<i32>(place);
    const next = y + row;
    for (const stop = y + plain; y < stop; y += 16, sum += 16) v128.store(sum, f64x2.add(v128.load(sum), v128.load(y)));
    if (mixed) {
      const factors = f64x2.replace_lane(f64x2.splat(1), 1, c);
      v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(v128.load(y), factors)));
      y += 16;
      sum += 16;
    }
    const factor = f64x2.splat(c);
    for (; y < next; y += 16, sum += 16)
      v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(v128.load(y), factor)));
    c *= plan.discount;
  }
}

function writeTrajectory(plan: Plan, first: i32, end: i32): void {
  const row = <usize>plan.row;
  const plain = 2 * plan.plain + plan.mixed;
  let weights = <usize>plan.weights;
  for (let lane = 0; lane < 2 * plan.pairs; lane++, weights += 4) {
    let out = <usize>load<i32>(weights);
    if (out == 0) continue;
    out += <usize>first << 3;
    let y = <usize>plan.scratch + (<usize>lane << 3);
    let c = 1.0;
    for (let k = first; k < end; k++, y += row, out += 8) {
      f64.store(out, f64.load(y) * c);
      if (lane >= plain) c *= plan.discount;
    }
  }
}
