import type { FiniteModel } from "../../../envs/contract/models.ts";

/** The pairs s → s' between which a trajectory can go on; all outcomes of all actions that lead there are one. */
export interface Successors {
  /** First successor of each state, and the end. # [S + 1] */
  readonly first: Int32Array;
  /** Where a successor leads. # [successors] */
  readonly next: Int32Array;
  /** Passage of each outcome; −1 where the outcome ends the trajectory. # [outcomes] */
  readonly of: Int32Array;
}

export const successorsOf = ({ states, actions, start, next, terminated }: FiniteModel): Successors => {
  const first = new Int32Array(states + 1);
  const of = new Int32Array(next.length).fill(-1);
  const found: number[] = [];
  const known = new Int32Array(states).fill(-1);
  for (let s = 0; s < states; s++) {
    for (let o = start[s * actions]; o < start[(s + 1) * actions]; o++) {
      if (terminated[o] === 1) continue;
      const later = next[o];
      if (known[later] < first[s]) known[later] = found.push(later) - 1;
      of[o] = known[later];
    }
    first[s + 1] = found.length;
  }
  return { first, next: Int32Array.from(found), of };
};

/**
 * The strongly connected component of every state: states that can reach each other. They are numbered so that
 * every successor leads to a component of the same or a smaller number.
 *
 * Source: Tarjan (1972), SIAM Journal on Computing 1, without its recursion.
 */
export const componentsOf = ({ first, next }: Successors): Int32Array => {
  const S = first.length - 1;
  const component = new Int32Array(S).fill(-1);
  const order = new Int32Array(S).fill(-1);
  const low = new Int32Array(S);
  const cursor = first.slice(0, S);
  const open: number[] = [];
  const trail: number[] = [];
  let visited = 0;
  let components = 0;
  const enter = (s: number) => {
    order[s] = low[s] = visited++;
    open.push(s);
    trail.push(s);
  };
  const leave = (s: number) => {
    trail.pop();
    const parent = trail.at(-1);
    if (parent !== undefined) low[parent] = Math.min(low[parent], low[s]);
    if (low[s] !== order[s]) return;
    let member: number;
    do {
      member = open.pop()!;
      component[member] = components;
    } while (member !== s);
    components++;
  };
  for (let root = 0; root < S; root++) {
    if (order[root] >= 0) continue;
    enter(root);
    while (trail.length > 0) {
      const s = trail[trail.length - 1];
      if (cursor[s] === first[s + 1]) {
        leave(s);
        continue;
      }
      const later = next[cursor[s]++];
      if (order[later] < 0) enter(later);
      else if (component[later] < 0) low[s] = Math.min(low[s], order[later]);
    }
  }
  return component;
};
