import type { Exam } from "./exam.ts";

/**
 * What a larger reward or value adds to the advantage of every step, without what it adds by way of the batch: a mean that is
 * subtracted moves all steps alike, a deviation that is divided by scales them.
 */
export interface Cleaned {
  /** Of one column per reward, value and last value; undefined where too few steps tell, NaN in a minibatch of such. # [2 steps + n][steps] */
  readonly columns: readonly (Float64Array | undefined)[];
  /** Whether anything had to be taken away. */
  readonly common: boolean;
  /** Steps of other trajectories that still change, in all columns. */
  readonly unexplained: number;
}

/** How the batch may act on the steps of other trajectories. */
export type CommonPart = "none" | "all-steps" | "each-time";

/** Relative to the largest weight: beyond it a step has changed. */
export const CHANGED = 1e-4;

/**
 * For each column the change that most steps of other trajectories share is found: the same for all of them, p + q times what
 * they were; or one p for each time. Trajectories of the same group and of others are looked at apart.
 *
 * @param base advantages. # [steps] @param responses advantages if one number is larger by 1. # [2 steps + n][steps]
 * @param scaled whether advantages are normalized, so that q may be other than 1
 * @param minibatches number of that of every step, where each is normalized by itself. # [steps]
 * @param included whether the steps of the trajectory itself are moved along with the others
 */
export const clean = (
  exam: Exam,
  base: Float64Array,
  responses: readonly Float64Array[],
  kind: CommonPart,
  scaled: boolean,
  included: boolean,
  minibatches?: Int32Array,
): Cleaned => {
  const { trajectory, time, lengths, groupSize } = exam;
  const steps = trajectory.length;
  const groupOf = (i: number) => Math.floor(i / groupSize);
  const size = Math.max(...base.map(Math.abs));
  const near = (a: number, b: number) => Math.abs(a - b) <= CHANGED * size;
  let common = false;
  let unexplained = 0;

  const column = (response: Float64Array, l: number): Float64Array | undefined => {
    const own = l < 2 * steps ? trajectory[l % steps] : l - 2 * steps;
    const rows = Array.from(trajectory.keys());
    const others = rows.filter((k) => trajectory[k] !== own);
    const inGroup = (k: number) => groupOf(trajectory[k]) === groupOf(own);
    const sets =
      kind === "each-time" ? [others, []] : [others.filter(inGroup), others.filter((k) => !inGroup(k))];
    const out = new Float64Array(steps);
    const write = (set: readonly number[], { p, q }: Shift) => {
      for (const k of set) {
        out[k] = (response[k] - p(time[k])) / q - base[k];
        if (Math.abs(out[k]) <= CHANGED * size) out[k] = 0;
      }
    };
    if (minibatches) {
      for (const b of new Set(minibatches)) {
        const inside = rows.filter((k) => minibatches[k] === b);
        const found = shift(
          base,
          response,
          inside.filter((k) => trajectory[k] !== own),
        );
        if (found) write(inside, found);
        else for (const k of inside) out[k] = Number.NaN;
        if (found && !found.identity) common = true;
      }
      for (const k of others) if (out[k] !== 0 && !Number.isNaN(out[k])) unexplained++;
      return out;
    }
    const [ofGroup, ofOthers] = sets.map((set) => (set.length > 0 ? shift(base, response, set) : undefined));
    if (ofGroup === undefined && ofOthers === undefined) return undefined;
    write(sets[0], ofGroup ?? (ofOthers as Shift));
    write(sets[1], ofOthers ?? (ofGroup as Shift));
    for (const set of sets) for (const k of set) if (out[k] !== 0) unexplained++;
    const mine = rows.filter((k) => trajectory[k] === own);
    const applied = ofGroup ?? (ofOthers as Shift);
    if (!applied.identity) common = true;
    write(mine, included || scaled ? applied : IDENTITY);
    return out;
  };

  const shift = (was: Float64Array, is: Float64Array, set: readonly number[]): Shift | undefined => {
    const fits = ({ p, q }: Shift) => set.filter((k) => near((is[k] - p(time[k])) / q, was[k])).length;
    const candidates: Shift[] = [IDENTITY];
    if (kind === "each-time") candidates.push(eachTime(was, is, set));
    if (kind === "all-steps") {
      const trajectories = [...new Set(set.map((k) => trajectory[k]))];
      for (const a of trajectories) {
        const ofA = set.filter((k) => trajectory[k] === a);
        if (scaled)
          for (const b of trajectories)
            candidates.push(
              ...line(was, is, a === b ? ofA : [...ofA, ...set.filter((k) => trajectory[k] === b)]),
            );
        else candidates.push(constant(was, is, ofA));
      }
    }
    let best: Shift | undefined;
    let most = 0;
    for (const each of candidates) {
      const count = fits(each);
      if (count <= most) continue;
      most = count;
      best = each;
    }
    const { freedom = 0 } = best ?? {};
    const enough = most >= 3 + freedom || (most === set.length && (!minibatches || most > freedom));
    return enough ? best : undefined;
  };

  const eachTime = (was: Float64Array, is: Float64Array, set: readonly number[]): Shift => {
    const p = lengths.map(() => 0).concat(0, 0);
    for (const t of new Set(set.map((k) => time[k]))) {
      const changes = set.filter((k) => time[k] === t).map((k) => is[k] - was[k]);
      const votes = changes.map((each) => changes.filter((other) => near(each, other)).length);
      p[t] = changes[votes.indexOf(Math.max(...votes))];
    }
    return { p: (t) => p[t], q: 1, freedom: 6, identity: p.every((each) => near(each, 0)) };
  };
  const columns = responses.map(column);
  return { columns, common, unexplained };
};

interface Shift {
  p(time: number): number;
  readonly q: number;
  /** Numbers that were fitted. */
  readonly freedom: number;
  readonly identity: boolean;
}

const IDENTITY: Shift = { p: () => 0, q: 1, freedom: 0, identity: true };

const constant = (was: Float64Array, is: Float64Array, set: readonly number[]): Shift => {
  const p = is[set[0]] - was[set[0]];
  return { p: () => p, q: 1, freedom: 1, identity: false };
};

/** The line through steps: is = p + q was. */
const line = (was: Float64Array, is: Float64Array, set: readonly number[]): Shift[] => {
  const mean = (of: Float64Array) => set.reduce((sum, k) => sum + of[k], 0) / set.length;
  const [a, b] = [mean(was), mean(is)];
  let [product, square] = [0, 0];
  for (const k of set) {
    product += (was[k] - a) * (is[k] - b);
    square += (was[k] - a) ** 2;
  }
  const q = product / square;
  if (!(square > 0) || !(q > 0.05)) return [];
  return [{ p: () => b - q * a, q, freedom: 2, identity: false }];
};
