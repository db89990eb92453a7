import { expect, test } from "vitest";
import { checkGolden } from "../../src/check/golden/index.ts";

test.for([...checkGolden()].map((claim) => [claim.what, claim] as const))("%s", ([, claim]) => {
  expect(Math.abs(claim.figure - claim.expected)).toBeLessThanOrEqual(claim.tolerance);
  expect(claim.pass).toBe(true);
});
