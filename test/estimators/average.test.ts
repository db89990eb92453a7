import { describe, expect, it } from "vitest";
import { norm } from "../../src/linear-algebra/norm.ts";
import { stream } from "../../src/random.ts";
import { enumeratedMoments, truthOf } from "../moments.ts";
import { dot } from "../numbers.ts";
import { draws, estimatorOf, formOf } from "../problems/estimator-of.ts";
import { endingAnywhere } from "../problems/index.ts";
import { problemOf } from "../problems/problem-of.ts";
import { allPaths, type Path, pack } from "../problems/trajectories.ts";

const { environment } = endingAnywhere();
const problem = problemOf(environment, [0, 0, 0, 1], { discount: 1, horizon: 10 });
const truth = truthOf(problem);
const options = { kind: "reinforce", return: "total" };
const overSteps = estimatorOf(problem, { ...options, average: "steps" });
const cosine = (a: Float64Array) => dot(a, truth) / norm(a) / norm(truth);

/** E[ĝ] from many batches of paths, drawn by their probabilities. */
const sampledMean = (n: number, batches: number): Float64Array => {
  const random = stream("test", "average");
  const paths = allPaths(problem);
  const drawn = (): Path => {
    let left = random.next();
    for (const path of paths) {
      left -= path.probability;
      if (left < 0) return path;
    }
    return paths[0];
  };
  const mean = new Float64Array(4);
  const out = new Float64Array(4);
  for (let b = 0; b < batches; b++) {
    overSteps.estimate(pack(Array.from({ length: n }, drawn)), problem.point, out, draws);
    for (let j = 0; j < 4; j++) mean[j] += out[j] / batches;
  }
  return mean;
};

describe("an average over steps instead of trajectories", () => {
  it.each([
    [1, 0.13],
    [2, 0.54],
    [4, 0.9],
  ])("of %i trajectories has a mean whose cosine with the truth is %d", (n, expected) => {
    expect(Math.abs(cosine(enumeratedMoments(problem, overSteps, n).mean) - expected)).toBeLessThan(0.01);
  });

  it("of 16 trajectories comes to a cosine of 0.998", () => {
    expect(Math.abs(cosine(sampledMean(16, 20_000)) - 0.998)).toBeLessThan(0.01);
  });

  it("has the cosine 1 over trajectories, whatever their number", () => {
    for (const n of [1, 2])
      expect(cosine(enumeratedMoments(problem, estimatorOf(problem, options), n).mean)).toBeCloseTo(1, 12);
  });

  it("is no form of which exact moments are known, nor is normalization", () => {
    expect(formOf(estimatorOf(problem, options))).toBeDefined();
    expect(overSteps.law).toEqual({ kind: "unknown" });
    expect(estimatorOf(problem, { ...options, normalize: "batch" }).law).toEqual({ kind: "unknown" });
  });
});
