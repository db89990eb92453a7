import { expect, test } from "vitest";
import { type Judged, truthNoise } from "../../src/truth/noise.ts";

const reference: Judged = {
  method: "reference",
  norm: 0.5,
  standardError: 0.1,
  rounding: null,
  splitHalfCosine: 0.9,
};
const exact: Judged = { method: "exact", norm: 0.5, standardError: 0, rounding: 1e-16 };

test.for([
  ["a reference well above its error", reference, {}, null],
  ["one just above twice its error", reference, { standardError: 0.2499 }, null],
  ["one below twice its error", reference, { standardError: 0.2501 }, "reference is noise: ‖Ĝ‖ = 0.5 ± 0.25"],
  [
    "that of a solved CartPole",
    reference,
    { norm: 3.8e-15, standardError: 1.0e-14, splitHalfCosine: -0.508 },
    "reference is noise: ‖Ĝ‖ = 3.8e-15 ± 1e-14",
  ],
  [
    "one whose halves disagree",
    reference,
    { splitHalfCosine: -0.508 },
    "reference is noise: its halves have the cosine −0.51",
  ],
  [
    "one whose halves agree by less than they would at 60°",
    reference,
    { splitHalfCosine: 0.4999 },
    /cosine 0.50/,
  ],
  ["one of zeros", reference, { norm: 0, standardError: 0, splitHalfCosine: 0 }, "reference is 0"],
  ["an exact gradient", exact, {}, null],
  ["a small one that is known well", exact, { norm: 1e-30, rounding: 1e-45 }, null],
  ["one that is rounding", exact, { norm: 1.9e-16 }, "∇J is rounding: ‖∇J‖ = 1.9e-16 ± 1e-16"],
  ["one that is 0", exact, { norm: 0, rounding: 0 }, "∇J is 0"],
  ["one of a file that does not know its rounding", exact, { norm: 1e-17, rounding: null }, null],
] as const)("%s", ([, truth, change, word]) => {
  const found = truthNoise({ ...truth, ...change });
  if (word instanceof RegExp) expect(found).toMatch(word);
  else expect(found).toBe(word);
});
