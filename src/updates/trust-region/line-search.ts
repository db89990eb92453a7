/** What a step does to the surrogate mean(ρ Â) and to the policy. */
export interface Attempt {
  /** The surrogate's gain over that of the policy before. */
  readonly gain: number;
  /** Mean KL at the states, in the order that the rule asks for. */
  readonly kl: number;
}

/** When a shortened step is taken. */
export interface AcceptanceRule {
  readonly summary: string;
  /** Whose KL is looked at: KL(before‖after) or KL(after‖before). */
  readonly order: "before-after" | "after-before";
  /** @param expected the gain that the linear model promises for this step @param delta δ */
  accepts(attempt: Attempt, expected: number, delta: number): boolean;
}

/** Part of the promised gain that must be reached by "im". */
const LEAST_GAIN = 0.1;

/**
 * The rules of four codes.
 *
 * Source: MadryLab/implementation-matters, openai/baselines `trpo_mpi`, stable-baselines3-contrib, openai/spinningup.
 */
export const acceptanceRules = {
  im: {
    summary: "the surrogate grows, by more than a tenth of what its slope promises, and KL(before‖after) ≤ δ",
    order: "before-after",
    accepts: ({ gain, kl }, expected, delta) => gain > 0 && gain / expected > LEAST_GAIN && kl <= delta,
  },
  baselines: {
    summary: "the surrogate does not fall, and KL(before‖after) ≤ 1.5 δ",
    order: "before-after",
    accepts: ({ gain, kl }, _, delta) => gain >= 0 && kl <= 1.5 * delta,
  },
  sb3: {
    summary: "the surrogate grows, and KL(after‖before) < δ",
    order: "after-before",
    accepts: ({ gain, kl }, _, delta) => gain > 0 && kl < delta,
  },
  spinningup: {
    summary: "the surrogate does not fall, and KL(after‖before) ≤ δ",
    order: "after-before",
    accepts: ({ gain, kl }, _, delta) => gain >= 0 && kl <= delta,
  },
} satisfies Record<string, AcceptanceRule>;

export interface LineSearchOptions {
  readonly rule: AcceptanceRule;
  /** Factor from one try to the next, in (0, 1). */
  readonly shrink: number;
  readonly tries: number;
  /** δ. */
  readonly delta: number;
}

/**
 * Shortens a step until it is accepted: fractions 1, shrink, shrink², … of it. What is not finite is never accepted.
 *
 * @param expected the gain that the linear model promises for the whole step
 * @param attempt tries a fraction
 * @returns the fraction that was accepted, 0 where none was
 */
export const lineSearch = (
  { rule, shrink, tries, delta }: LineSearchOptions,
  expected: number,
  attempt: (fraction: number) => Attempt,
): number => {
  let fraction = 1;
  for (let i = 0; i < tries; i++, fraction *= shrink) {
    const found = attempt(fraction);
    const finite = Number.isFinite(found.gain) && Number.isFinite(found.kl);
    if (finite && rule.accepts(found, expected * fraction, delta)) return fraction;
  }
  return 0;
};
