/** The kinds of estimators that are for problems with bits only. */
export const bitKinds = [
  "arm",
  "disarm",
  "rebar",
  "relax",
  "straight-through",
  "straight-through-gumbel",
  "concrete",
];
