/** The page that explains what an audit finds. */
export const PAGE = "docs/auditing-a-gradient.md";

/** Its sections, by the anchors of their headings. */
export const SECTIONS = [
  "memory",
  "own-draws",
  "order-of-trajectories",
  "padding",
  "other-gradients",
  "terms-without-rewards",
  "normalization",
  "last-steps",
  "masks-at-ends",
  "shifted-by-one",
  "past-rewards",
  "steps-alike",
  "value-as-baseline",
  "values-after-ends",
  "cut-off-trajectories",
  "lambda",
  "credit-by-lag",
  "whole-returns",
  "another-discount",
  "dropped-discount",
  "discount-counted-twice",
  "nothing-discounted",
  "means-over-steps",
  "averaged-pieces",
  "constant-factors",
  "reversed-sign",
  "prompts-by-difficulty",
  "kl-penalties",
] as const;

export type Section = (typeof SECTIONS)[number];
