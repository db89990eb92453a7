/**
 * Steps of a probe, all of them taken again without a reset: more than the time limits of the usual tasks, so that an
 * environment that counts its steps is found out.
 */
export const WALK_STEPS = 1100;

/** The same where states are very large. */
export const MIN_WALK_STEPS = 20;

/** Numbered actions that are tried one by one. */
export const MAX_TRIED_ACTIONS = 64;

/** A walk begins anew where a state is farther out: an unstable system has to end somewhere. */
export const MAX_WALK_DISTANCE = 1e6;

/** Numbers that a walk may hold in all. */
export const MAX_WALK_NUMBERS = 4_000_000;
