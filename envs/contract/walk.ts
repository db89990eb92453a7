/**
 * Steps of a probe, all of them taken again without a reset: more than the time limits of the usual tasks, so that an
 * environment that counts its steps is found out.
 */
export const WALK = 1100;

/** The same where states are very large. */
export const FEWEST = 20;

/** Numbered actions that are tried one by one. */
export const KINDS_OF_ACTION = 64;

/** A walk begins anew where a state is farther out: an unstable system has to end somewhere. */
export const FAR = 1e6;

/** Numbers that a walk may hold in all. */
export const ROOM = 4_000_000;
