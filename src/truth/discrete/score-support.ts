import type { Scores } from "./scores.ts";
import { componentsOf, type Successors } from "./successors.ts";

/**
 * Where the vectors of each state live. A sum of scores from s on can only be non-zero on the parameters that s
 * and the states reachable from s touch, its domain; so a vector [|domain|] is kept per state, and not [P].
 */
export interface ScoreSupport {
  /** First number of the vector of each state, and the end. # [S + 1] */
  readonly offset: Float64Array;
  /** Parameters of the vector of each state, ascending. # [S][|domain|] */
  readonly domain: readonly Int32Array[];
  /** Places of the score parameters of s in its own vector. # [S][k_s] */
  readonly own: readonly Int32Array[];
  /** Places in the vector of s of the vector of s'; null where both have one domain. # [successors][|domain of s'|] */
  readonly into: readonly (Int32Array | null)[];
  /** Places of the score parameters of s in the vector of s', or −1; null where it has none. # [successors][k_s] */
  readonly seen: readonly (Int32Array | null)[];
}

/** The domains of all states; those that can reach each other share one. */
export const scoreSupportOf = (successors: Successors, { first, parameters }: Scores): ScoreSupport => {
  const S = first.length - 1;
  const ownParameters = Array.from({ length: S }, (_, s) => parameters.subarray(first[s], first[s + 1]));
  const component = componentsOf(successors);
  const domains = domainsOf(successors, component, ownParameters);
  const domain = Array.from(component, (c) => domains[c]);
  const offset = new Float64Array(S + 1);
  for (let s = 0; s < S; s++) offset[s + 1] = offset[s] + domain[s].length;

  const places = new Map<number, Int32Array | null>();
  const into: (Int32Array | null)[] = [];
  const seen: (Int32Array | null)[] = [];
  for (let s = 0; s < S; s++) {
    for (let k = successors.first[s]; k < successors.first[s + 1]; k++) {
      const later = successors.next[k];
      const key = component[s] * domains.length + component[later];
      if (!places.has(key))
        places.set(
          key,
          domain[s].length === domain[later].length ? null : placesIn(domain[s], domain[later]),
        );
      into.push(places.get(key)!);
      const back = placesIn(domain[later], ownParameters[s]);
      seen.push(back.some((place) => place >= 0) ? back : null);
    }
  }
  return { offset, domain, own: ownParameters.map((own, s) => placesIn(domain[s], own)), into, seen };
};

/** The parameters of each component: those of its states and of the components that follow, which come first. */
const domainsOf = (
  { first, next }: Successors,
  component: Int32Array,
  ownParameters: readonly Int32Array[],
): Int32Array[] => {
  const members: number[][] = [];
  for (const [s, c] of component.entries()) {
    members[c] ??= [];
    members[c].push(s);
  }
  const domains: Int32Array[] = [];
  for (const [c, states] of members.entries()) {
    const all = new Set<number>();
    const followers = new Set<number>();
    for (const s of states) {
      for (const j of ownParameters[s]) all.add(j);
      for (let k = first[s]; k < first[s + 1]; k++) followers.add(component[next[k]]);
    }
    followers.delete(c);
    for (const follower of followers) for (const j of domains[follower]) all.add(j);
    domains.push(Int32Array.from(all).sort());
  }
  return domains;
};

/** Place of each element in `list`, or −1; both ascending. */
const placesIn = (list: Int32Array, elements: Int32Array): Int32Array => {
  let place = 0;
  return elements.map((element) => {
    while (place < list.length && list[place] < element) place++;
    return list[place] === element ? place : -1;
  });
};
