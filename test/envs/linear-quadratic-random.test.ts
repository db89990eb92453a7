import { describe, expect, it } from "vitest";
import { randomOption, randomProblem, spectralRadius } from "../../envs/linear-quadratic-random.ts";

type Rows = readonly (readonly number[])[];

const make = (options: object = {}) =>
  randomProblem(randomOption.parse(options)!) as ReturnType<typeof randomProblem> & { A: Rows; B: Rows };

const times = (a: Rows, b: Rows): Rows =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, l) => sum + x * b[l][j], 0)));

describe("spectralRadius", () => {
  it.each<[string, Rows, number]>([
    [
      "a diagonal",
      [
        [0.5, 0],
        [0, -0.8],
      ],
      0.8,
    ],
    [
      "a Jordan block",
      [
        [0.5, 100],
        [0, 0.5],
      ],
      0.5,
    ],
    [
      "a turn by a quarter",
      [
        [0, -0.7],
        [0.7, 0],
      ],
      0.7,
    ],
    // companion matrix of (x − 0.3)(x² − 0.6 x + 0.58), whose roots are 0.3 and 0.3 ± 0.7 i
    [
      "a complex pair",
      [
        [0.9, -0.76, 0.174],
        [1, 0, 0],
        [0, 1, 0],
      ],
      Math.sqrt(0.58),
    ],
    [
      "what vanishes when squared",
      [
        [0, 3],
        [0, 0],
      ],
      0,
    ],
  ])("of %s is that of its eigenvalues", (_, matrix, expected) => {
    expect(spectralRadius(matrix)).toBeCloseTo(expected, 12);
  });
});

describe("a random linear-quadratic problem", () => {
  it("is as stable as asked: left alone, states shrink by the radius per step", () => {
    const { A } = make({ states: 4, radius: 0.6, seed: 5 });
    const size = (matrix: Rows) => Math.max(...matrix.flat().map(Math.abs));
    let power = A;
    let shrunk = 0; // logarithm, of all steps
    const steps = 20_000;
    for (let m = 1; m < steps; m++) {
      const divisor = size(power);
      shrunk += Math.log(divisor);
      power = times(
        power.map((row) => row.map((x) => x / divisor)),
        A,
      );
    }
    expect(Math.exp((shrunk + Math.log(size(power))) / steps)).toBeCloseTo(0.6, 3);
  });

  it("has the asked sizes, and costs 0.1 for an action", () => {
    const { A, B, R } = make({ states: 4, actions: 2 });
    expect([A.length, A[0].length, B.length, B[0].length, R]).toEqual([4, 4, 4, 2, 0.1]);
  });

  it("moves a state by a length of about 1 for a unit action: coordinates of B have mean 0 and variance 1/D", () => {
    const seeds = 300;
    const entries = Array.from({ length: seeds }, (_, seed) => make({ states: 5, actions: 4, seed }).B).flat(
      2,
    );
    const n = entries.length; // 6000
    const moment = (k: number) => entries.reduce((sum, x) => sum + (x * Math.sqrt(5)) ** k, 0) / n;
    const z = 4.5;
    expect(Math.abs(moment(1))).toBeLessThan(z / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan((z * Math.SQRT2) / Math.sqrt(n));
    expect(Math.abs(5 * moment(2) - 1)).toBeGreaterThan((z * Math.SQRT2) / Math.sqrt(n)); // were the variance 1
  });

  it("is the same for the same seed and another for the next", () => {
    expect(make({ seed: 3 })).toEqual(make({ seed: 3 }));
    expect(make({ seed: 3 })).not.toEqual(make({ seed: 4 }));
  });

  it.each([{ radius: 1 }, { radius: 0 }, { states: 0 }, { states: 65 }, { seed: -1 }])(
    "refuses %j",
    (options) => {
      expect(randomOption.safeParse(options).success).toBe(false);
    },
  );
});
