import { describe, expect, it } from "vitest";
import { dot, meanVector } from "../../../src/linear-algebra/vectors.ts";
import type { Random } from "../../../src/random.ts";
import { normal, stream } from "../../../src/random.ts";
import { distanceBetween } from "../../../src/statistics/bias/distance-between.ts";
import { squaredDistance } from "../../../src/statistics/bias/squared-distance.ts";
import { sampledTurnAndScale, turnAndScale } from "../../../src/statistics/bias/turn-and-scale.ts";
import { coverage, expectCovers, expectFails, scattered } from "../coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);
const P = 10;
/** In two coordinates of different variance. */
const TRUTH = Float64Array.from({ length: P }, (_, j) => (j === 0 || j === P - 1 ? 0.5 : 0));

/** A mean as long as `size` times the truth, turned from it by so many degrees. */
const turned = (degrees: number, size: number): number[] => {
  const angle = (degrees * Math.PI) / 180;
  const across = Math.sin(angle) * Math.sqrt(0.5);
  return Array.from(TRUTH, (x, j) => size * (Math.cos(angle) * x + (j === 2 ? across : 0)));
};

describe("turnAndScale", () => {
  it.each([
    [[2, 0], 0, 2],
    [[-1, 0], 180, -1],
    [[0, 3], 90, 0],
    [[1, 1], 45, 1],
    [[0.5, 0.5 * Math.sqrt(3)], 60, 0.5],
  ])("of %j from (1, 0) is %d°, %d", (mean, degrees, scale) => {
    const found = turnAndScale(Float64Array.from(mean), of(1, 0));
    expect(found.turnedBy).toBeCloseTo(degrees, 12);
    expect(found.scaledBy).toBeCloseTo(scale, 14);
  });

  it("is 0° where there is only rounding across, and no angle of a mean of zero", () => {
    const truth = TRUTH.map((x, j) => x + 0.1 * j);
    expect(
      turnAndScale(
        truth.map((x) => 1.94 * x),
        truth,
      ).turnedBy,
    ).toBe(0); // a cosine of 1 − 1e-16 would be 1e-6°
    expect(turnAndScale(new Float64Array(P), truth)).toEqual({ turnedBy: Number.NaN, scaledBy: 0 });
  });
});

describe("the turn and scale of a sample", () => {
  const N = 100;
  const found = (degrees: number, size: number, random: Random, shape: "normal" | "exponential" = "normal") =>
    sampledTurnAndScale({ vectors: scattered(N, turned(degrees, size), random, shape), count: N }, TRUTH);

  it.each([
    [0, 0.2, "exponential"],
    [15, 1.4, "normal"],
    [120, 1.4, "normal"],
  ] as const)("have intervals that cover %d° and the scale %d, noise %s", (degrees, size, shape) => {
    const scale = size * Math.cos((degrees * Math.PI) / 180);
    let scales = 0;
    const turns = coverage(`turn ${degrees} ${size} ${shape}`, degrees, (random) => {
      const { turnedBy, scaledBy } = found(degrees, size, random, shape);
      if (scaledBy.low <= scale && scale <= scaledBy.high) scales++;
      return turnedBy;
    });
    expectCovers(turns);
    expectCovers(scales / 2000);
  });

  it("would be found out if the noise of the mean were left in: an unbiased mean is never turned by 0", () => {
    const plugIn = (random: Random) => {
      const mean = meanVector(scattered(N, turned(0, 0.5), random), N);
      const { turnedBy } = turnAndScale(mean, TRUTH);
      const error = (found(0, 0.5, random).turnedBy.high - found(0, 0.5, random).turnedBy.low) / 4;
      return { low: turnedBy - 2 * error, high: turnedBy + 2 * error };
    };
    expectFails(coverage("plug-in turn", 0, plugIn, 300));
  });

  it("go from 0 to 180° where the mean itself is lost in noise", () => {
    const lost = coverage(
      "lost",
      180,
      (random) => {
        const { low, high } = found(0, 0.001, random).turnedBy;
        return { low: low === 0 ? 0 : 200, high };
      },
      300,
    );
    expect(lost).toBeGreaterThan(0.85); // .95², in the mean
    expect(lost).toBeLessThan(1);
  });

  it("is exact where estimates do not vary, and where there is one coordinate", () => {
    const same = Float64Array.from({ length: 20 }, (_, k) => (k % 2 === 0 ? 0.3 : 0.1));
    const { turnedBy, scaledBy } = sampledTurnAndScale({ vectors: same, count: 10 }, of(0.15, 0.05));
    for (const limit of ["estimate", "low", "high"] as const) {
      expect(turnedBy[limit]).toBe(0);
      expect(scaledBy[limit]).toBeCloseTo(2, 12);
    }
    const one = sampledTurnAndScale({ vectors: of(1, 2, 1, 2, 1, 2), count: 6 }, of(-1));
    expect(one.turnedBy).toEqual({ estimate: 180, low: 180, high: 180 });
  });

  it("has no interval of the angle for five estimates", () => {
    const { turnedBy } = sampledTurnAndScale(
      { vectors: scattered(5, turned(30, 1), stream("five")), count: 5 },
      TRUTH,
    );
    expect(turnedBy.estimate).toBeGreaterThanOrEqual(0);
    expect([turnedBy.low, turnedBy.high]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("against a reference", () => {
  const [N, C] = [100, 32];
  /** Parts of a reference of G, as noisy together as it is long by `noise`. */
  const partsOf = (noise: number, random: Random): Float64Array =>
    Float64Array.from(
      { length: C * P },
      (_, k) => TRUTH[k % P] + noise * Math.sqrt(C / P / 2) * normal(random),
    );
  const draw = (degrees: number, noise: number, random: Random) => {
    const vectors = scattered(N, turned(degrees, 1.5), random);
    const parts = partsOf(noise, random);
    return {
      estimates: { vectors, count: N },
      parts: { vectors: parts, count: C },
      reference: meanVector(parts, C),
    };
  };

  it.each([
    [0, 0.3],
    [25, 0.2],
  ])("turn and scale are those from the truth: %d°, relative error %d", (degrees, noise) => {
    const scale = 1.5 * Math.cos((degrees * Math.PI) / 180);
    const repetitions = 800; // standard error 0.008
    let scales = 0;
    const turns = coverage(
      `reference ${degrees} ${noise}`,
      degrees,
      (random) => {
        const { estimates, parts, reference } = draw(degrees, noise, random);
        const { turnedBy, scaledBy } = sampledTurnAndScale(estimates, reference, parts);
        if (scaledBy.low <= scale && scale <= scaledBy.high) scales++;
        return turnedBy;
      },
      repetitions,
    );
    for (const share of [turns, scales / repetitions]) {
      expect(share).toBeGreaterThan(0.925);
      expect(share).toBeLessThan(0.985);
    }
  });

  it("fails where the reference is taken for exact", () => {
    const wrong = (random: Random) => {
      const { estimates, reference } = draw(0, 0.3, random);
      return sampledTurnAndScale(estimates, reference).turnedBy;
    };
    expectFails(coverage("reference for exact", 0, wrong, 300));
  });
});

describe("distanceBetween", () => {
  it("is squaredDistance where the other sample does not vary", () => {
    const vectors = scattered(30, [1, 2, 3], stream("one sample"));
    const point = { vectors: Float64Array.from({ length: 24 }, (_, k) => (k % 3) / 2), count: 8 };
    const { estimate, low, high } = squaredDistance(vectors, 30, of(0, 0.5, 1));
    const between = distanceBetween({ vectors, count: 30 }, point);
    expect(between.estimate).toBeCloseTo(estimate, 12);
    expect((between.high - between.low) / (high - low)).toBeCloseTo(2.3646 / 2.0452, 2); // t of 7 and of 29 degrees
  });

  it.each([0, 0.4])("covers the squared distance %d of two noisy means", (shift) => {
    const mean = [1, 2, 3, 4];
    const other = mean.map((x, j) => (j === 1 ? x + Math.sqrt(shift) : x));
    const between = (random: Random) =>
      distanceBetween(
        { vectors: scattered(60, mean, random), count: 60 },
        { vectors: scattered(40, other, random), count: 40 },
      );
    expectCovers(coverage(`between ${shift}`, shift, between, 1000)); // standard error 0.007
    const plugIn = (random: Random) => {
      const [x, y] = [scattered(60, mean, random), scattered(40, other, random)];
      const apart = meanVector(x, 60).map((m, j) => m - meanVector(y, 40)[j]);
      const { low, high, estimate } = distanceBetween({ vectors: x, count: 60 }, { vectors: y, count: 40 });
      const noise = dot(apart, apart) - estimate;
      return { low: low + noise, high: high + noise };
    };
    expectFails(coverage(`between, plug-in ${shift}`, shift, plugIn, 500));
  });
});
