import { describe, expect, it } from "vitest";
import { optimizers } from "../../src/optimizers/index.ts";
import type { Optimizer } from "../../src/optimizers/optimizer.ts";
import { largest } from "../numbers.ts";

type Kinds = keyof typeof optimizers;

const make = (kind: Kinds, options: object): Optimizer =>
  optimizers[kind].create(optimizers[kind].options.parse(options) as never, 2);

/** θ after each of the gradients, from θ = (0, 1). */
const walk = (optimizer: Optimizer, ...gradients: [number, number][]) => {
  const theta = Float64Array.of(0, 1);
  return gradients.map((gradient) => {
    optimizer(theta, Float64Array.from(gradient));
    return [...theta];
  });
};

describe("sgd", () => {
  it("adds α g", () => {
    expect(walk(make("sgd", { learningRate: 0.5 }), [2, -4], [1, 0])).toEqual([
      [1, -1],
      [1.5, -1],
    ]);
  });
});

describe("momentum", () => {
  it("adds α m with m ← μ m + g", () => {
    const optimizer = make("momentum", { learningRate: 0.5, momentum: 0.5 });
    // m = (2, −4), (2, −2), (1, −1)
    expect(walk(optimizer, [2, -4], [1, 0], [0, 0])).toEqual([
      [1, -1],
      [2, -2],
      [2.5, -2.5],
    ]);
  });

  it("is sgd where μ = 0", () => {
    const gradients: [number, number][] = [
      [0.3, -0.7],
      [1.1, 0.2],
    ];
    expect(walk(make("momentum", { learningRate: 0.1, momentum: 0 }), ...gradients)).toEqual(
      walk(make("sgd", { learningRate: 0.1 }), ...gradients),
    );
  });
});

describe("nesterov", () => {
  it("adds α (g + μ m) with m ← μ m + g", () => {
    const optimizer = make("nesterov", { learningRate: 0.5, momentum: 0.5 });
    // m = (2, −4), (2, −2), (1, −1)
    expect(walk(optimizer, [2, -4], [1, 0], [0, 0])).toEqual([
      [1.5, -2],
      [2.5, -2.5],
      [2.75, -2.75],
    ]);
  });

  it("looks ahead: its path, less what momentum will add, is that of the gradient taken at θ + μ v", () => {
    const optimizer = make("nesterov", { learningRate: 0.1, momentum: 0.5 });
    const slope = (x: number) => -2 * (x - 3);
    const theta = Float64Array.of(0, 0);
    let [position, velocity] = [0, 0]; // Sutskever et al. (2013), equations 3 and 4
    for (let i = 0; i < 20; i++) {
      optimizer(theta, theta.map(slope));
      velocity = 0.5 * velocity + 0.1 * slope(position + 0.5 * velocity);
      position += velocity;
      expect(theta[0]).toBeCloseTo(position + 0.5 * velocity, 12);
    }
  });
});

describe("adagrad", () => {
  it("adds α g / (√v + ε) with v the sum of squares", () => {
    const path = walk(make("adagrad", { learningRate: 1, epsilon: 1 }), [3, 0], [4, -2]);
    // v = (9, 0), (25, 4)
    expect(path[0]).toEqual([3 / 4, 1]);
    expect(largest([path[1][0] - (3 / 4 + 4 / 6), path[1][1] - (1 - 2 / 3)])).toBeLessThan(1e-15);
  });
});

describe("rmsprop", () => {
  it("adds α g / (√v + ε) with v ← ρ v + (1 − ρ) g²", () => {
    const path = walk(make("rmsprop", { learningRate: 0.1, decay: 0.75, epsilon: 1 }), [4, 0], [2, -4]);
    // v = (4, 0), (4, 4)
    expect(largest([path[0][0] - 0.4 / 3, path[0][1] - 1])).toBeLessThan(1e-15);
    expect(largest([path[1][0] - 0.2, path[1][1] - (1 - 0.4 / 3)])).toBeLessThan(1e-15);
  });
});

describe("adadelta", () => {
  it("adds α g √(u + ε) / √(v + ε), u being the mean square of what it added before, without α", () => {
    const optimizer = make("adadelta", { learningRate: 0.5, decay: 0.5, epsilon: 1 });
    const path = walk(optimizer, [Math.sqrt(6), 0], [3, -2]);
    // v = (3, 0), (6, 2); Δ = (√6 · 1/2, 0), (3 √1.75/√7, −2/√3); u = (0.75, 0) after the first
    const first = Math.sqrt(6) / 4;
    expect(largest([path[0][0] - first, path[0][1] - 1])).toBeLessThan(1e-15);
    expect(largest([path[1][0] - (first + 0.75), path[1][1] - (1 - 1 / Math.sqrt(3))])).toBeLessThan(1e-15);
  });

  it("is the rule of the paper, α = 1, if nothing is said", () => {
    const gradients: [number, number][] = [
      [0.3, -0.7],
      [1.1, 0.2],
    ];
    expect(walk(make("adadelta", {}), ...gradients)).toEqual(
      walk(make("adadelta", { learningRate: 1, decay: 0.9, epsilon: 1e-6 }), ...gradients),
    );
  });
});

describe("adam", () => {
  it("adds α m̂ / (√v̂ + ε) with both moments corrected for their start at zero", () => {
    const optimizer = make("adam", { learningRate: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 1 });
    const path = walk(optimizer, [3, 0], [1, -2]);
    // step 1: m̂ = g and v̂ = g², so θ₀ = 0.1 · 3/(3 + 1)
    // step 2: m = ½·1.5 + ½·1 = 1.25, m̂ = 1.25/.75; v = ¾·2.25 + ¼·1 = 1.9375, v̂ = 1.9375/.4375
    const first = 0.075 + (0.1 * (1.25 / 0.75)) / (Math.sqrt(1.9375 / 0.4375) + 1);
    // second coordinate: m = −1, m̂ = −1/.75; v = 1, v̂ = 1/.4375
    const second = 1 - 0.1 / 0.75 / (Math.sqrt(1 / 0.4375) + 1);
    expect(largest([path[0][0] - 0.075, path[0][1] - 1])).toBeLessThan(1e-15);
    expect(largest([path[1][0] - first, path[1][1] - second])).toBeLessThan(1e-15);
  });

  it("first moves every coordinate by α, whatever the scale of the gradient", () => {
    const [[x, y]] = walk(make("adam", { learningRate: 0.01 }), [1e-3, -1e5]);
    expect(x).toBeCloseTo(0.01, 6);
    expect(y).toBeCloseTo(0.99, 12);
  });

  it("keeps moving by α along a gradient that stays the same", () => {
    const optimizer = make("adam", { learningRate: 0.01 });
    const path = walk(optimizer, ...Array.from({ length: 50 }, (): [number, number] => [0.5, -0.5]));
    expect(path[49][0]).toBeCloseTo(0.5, 6);
  });
});

const examples: Record<Kinds, object> = {
  sgd: { learningRate: 0.05 },
  momentum: { learningRate: 0.01 },
  nesterov: { learningRate: 0.01 },
  adagrad: { learningRate: 0.5 },
  adadelta: { epsilon: 1e-4 },
  rmsprop: { learningRate: 0.05, schedule: { kind: "cosine", iterations: 1000 } },
  adam: { learningRate: 0.05 },
};

describe("every optimizer", () => {
  it.each(Object.entries(examples))("(%s) climbs a hill", (kind, options) => {
    const optimizer = make(kind as Kinds, options);
    const theta = Float64Array.of(-1, 2);
    const gradient = new Float64Array(2);
    for (let i = 0; i < 1000; i++) {
      gradient.set([-2 * (theta[0] - 0.5), -2 * (theta[1] + 0.25)]); // of −‖θ − (0.5, −0.25)‖²
      optimizer(theta, gradient);
    }
    expect(theta[0]).toBeCloseTo(0.5, 3);
    expect(theta[1]).toBeCloseTo(-0.25, 3);
  });

  it.each(Object.entries(examples))(
    "(%s) leaves the gradient as it was, and keeps a state of its own",
    (kind, options) => {
      const [one, other] = [make(kind as Kinds, options), make(kind as Kinds, options)];
      const gradient = Float64Array.of(1, -2);
      const theta = Float64Array.of(0, 0);
      for (let i = 0; i < 3; i++) one(theta, gradient);
      expect([...gradient]).toEqual([1, -2]);
      const [fresh, expected] = [Float64Array.of(0, 0), Float64Array.of(0, 0)];
      other(fresh, gradient);
      make(kind as Kinds, options)(expected, gradient);
      expect(fresh).toEqual(expected);
    },
  );

  it.each(Object.entries(examples))(
    "(%s) lets the schedule scale each update and nothing else",
    (kind, options) => {
      const gradients: [number, number][] = [
        [1, -2],
        [3, 0.5],
        [-1, 1],
      ];
      const halved = { kind: "exponential", decay: 0.5 };
      const steps = (schedule: object | undefined) => {
        const path = walk(make(kind as Kinds, { ...options, schedule }), ...gradients);
        return path.map((theta, i) => theta.map((x, j) => x - (i === 0 ? [0, 1] : path[i - 1])[j]));
      };
      const [plain, scheduled] = [steps(undefined), steps(halved)];
      expect(steps({ kind: "constant" })).toEqual(plain);
      for (const [i, step] of scheduled.entries())
        for (const [j, x] of step.entries()) expect(x).toBeCloseTo(plain[i][j] / 2 ** i, 14);
    },
  );
});
