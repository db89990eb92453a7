// Trajectories from a model's tables, as model-sampler.ts draws them in TypeScript: the same draws in the same order.
// Addresses are in bytes; see `sampler-memory.ts`, which places what is read here.

/** Actions above which a row is searched by halves; see `first-above.ts`. */
const LONG_ROW = 64;

/** A model, a policy, two streams and a batch, in the memory that both sides share. */
@unmanaged
class Plan {
  actions: i32;
  horizon: i32;
  groupSize: i32;
  /** The only first state, or −1. */
  onlyStart: i32;
  /** Steps that the batch has room for. */
  capacity: i32;
  /** First outcome of each state and action. # [S A + 1] i32 */
  start: i32;
  /** # [outcomes] i32 */
  next: i32;
  /** # [outcomes] u8 */
  terminated: i32;
  /** # [outcomes] f64 */
  reward: i32;
  /** # [outcomes] f64 */
  outcomeThreshold: i32;
  /** # [S] f64 */
  initialThreshold: i32;
  /** Sums of the policy over the actions 0 … a. # [S, A] f64 */
  policy: i32;
  /** Four f64 each: x₋₃, x₋₂, x₋₁ and the carry. */
  actionDraws: i32;
  environmentDraws: i32;
  /** # [n + 1] i32 */
  offsets: i32;
  /** # [steps] i32, i32, f64 */
  states: i32;
  taken: i32;
  rewards: i32;
  /** # [n] i32, u8 */
  lastStates: i32;
  ended: i32;
  /** First state of the group that trajectory `from` belongs to. */
  first: i32;
}

// A stream is x₋₃, x₋₂, x₋₁ and the carry, in locals while trajectories are drawn: a function would return only one of them,
// and in memory they cost a twentieth of the time. The recurrence is that of `random.ts`.

/** Draws trajectories `from` … `to` − 1 as far as there is room. @returns the first that was not drawn */
export function sample(plan: Plan, from: i32, to: i32): i32 {
  const A = plan.actions, horizon = plan.horizon, capacity = plan.capacity;
  const starts = <usize>plan.start, next = <usize>plan.next, terminated = <usize>plan.terminated;
  const reward = <usize>plan.reward, threshold = <usize>plan.outcomeThreshold, policy = <usize>plan.policy;
  const offsets = <usize>plan.offsets;
  const actionDraws = <usize>plan.actionDraws, environmentDraws = <usize>plan.environmentDraws;
  let a3 = f64.load(actionDraws), a2 = f64.load(actionDraws, 8), a1 = f64.load(actionDraws, 16);
  let actionCarry = f64.load(actionDraws, 24);
  let e3 = f64.load(environmentDraws), e2 = f64.load(environmentDraws, 8), e1 = f64.load(environmentDraws, 16);
  let environmentCarry = f64.load(environmentDraws, 24);
  let k = load<i32>(offsets + (<usize>from << 2));
  let i = from;
  for (; i < to && k + horizon <= capacity; i++) {
    if (plan.onlyStart < 0 && i % plan.groupSize == 0) {
      const product = 2091639 * e3;
      let productCarry = Math.floor(product);
      let u = product - productCarry + environmentCarry * 2.3283064365386963e-10;
      if (u >= 1) {
        u -= 1;
        productCarry++;
      }
      e3 = e2;
      e2 = e1;
      e1 = u;
      environmentCarry = productCarry;
      let first = 0;
      for (let place = <usize>plan.initialThreshold; u >= f64.load(place); place += 8) first++;
      plan.first = first;
    }
    let state = plan.first;
    let over: u32 = 0;
    const end = k + horizon;
    let states = <usize>plan.states + (<usize>k << 2), taken = <usize>plan.taken + (<usize>k << 2);
    let rewards = <usize>plan.rewards + (<usize>k << 3);
    while (k < end && over == 0) {
      const rowOfState = state * A;
      const product = 2091639 * a3;
      let productCarry = Math.floor(product);
      let u = product - productCarry + actionCarry * 2.3283064365386963e-10;
      if (u >= 1) {
        u -= 1;
        productCarry++;
      }
      a3 = a2;
      a2 = a1;
      a1 = u;
      actionCarry = productCarry;
      let row = rowOfState;
      if (A > LONG_ROW) row = firstAbove(policy, rowOfState, rowOfState + A - 1, u);
      else {
        const last = policy + (<usize>(rowOfState + A - 1) << 3);
        for (let place = policy + (<usize>rowOfState << 3); place < last; place += 8) row += i32(u >= f64.load(place));
      }
      store<i32>(states, state);
      store<i32>(taken, row - rowOfState);
      const outcomes = starts + (<usize>row << 2);
      let outcome: usize = <usize>load<i32>(outcomes);
      const last = <usize>load<i32>(outcomes, 4) - 1;
      if (outcome < last) {
        const other = 2091639 * e3;
        let otherCarry = Math.floor(other);
        let v = other - otherCarry + environmentCarry * 2.3283064365386963e-10;
        if (v >= 1) {
          v -= 1;
          otherCarry++;
        }
        e3 = e2;
        e2 = e1;
        e1 = v;
        environmentCarry = otherCarry;
        const stop = threshold + (last << 3);
        for (let place = threshold + (outcome << 3); place < stop; place += 8) outcome += <usize>(v >= f64.load(place));
      }
      f64.store(rewards, f64.load(reward + (outcome << 3)));
      state = load<i32>(next + (outcome << 2));
      over = load<u8>(terminated + outcome);
      k++;
      states += 4;
      taken += 4;
      rewards += 8;
    }
    store<i32>(offsets + (<usize>i << 2), k, 4);
    store<i32>(<usize>plan.lastStates + (<usize>i << 2), state);
    store<u8>(<usize>plan.ended + <usize>i, <u8>over);
  }
  f64.store(actionDraws, a3);
  f64.store(actionDraws, a2, 8);
  f64.store(actionDraws, a1, 16);
  f64.store(actionDraws, actionCarry, 24);
  f64.store(environmentDraws, e3);
  f64.store(environmentDraws, e2, 8);
  f64.store(environmentDraws, e1, 16);
  f64.store(environmentDraws, environmentCarry, 24);
  return i;
}

/** The first place from `low` to `high` whose value exceeds u; `high` if no earlier one does. */
function firstAbove(cumulative: usize, low: i32, high: i32, u: f64): i32 {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (u >= f64.load(cumulative + (<usize>middle << 3))) low = middle + 1;
    else high = middle;
  }
  return low;
}
