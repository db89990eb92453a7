import { describe, expect, it } from "vitest";
import { criticOf, doubleIntegrator, evaluated, valueError } from "./vectors.ts";

const regulator = doubleIntegrator({ discount: 0.5, horizon: 15 }); // so that V hardly depends on the time that is left
const { point } = regulator;
const options = { kind: "fitted", pairs: 5000, widths: [16], epochs: 40, learningRate: 0.005 };
const held = regulator.sampler("held out")(200);
const few = regulator.sampler("few")(2);

describe("the critic fitted to many pairs of the policy", () => {
  it("comes near V, whatever batch it is fitted with, as it draws its own", () => {
    const [one, other] = [criticOf(options, regulator), criticOf(options, regulator)];
    one.memory!.fit(few, point);
    other.memory!.fit(held, point);
    expect(valueError(one, regulator, held)).toBeLessThan(0.1);
    expect(evaluated(one, held, point)).toEqual(evaluated(other, held, point));
    const poor = criticOf({ ...options, pairs: 60 }, regulator);
    poor.memory!.fit(few, point);
    expect(valueError(poor, regulator, held)).toBeGreaterThan(0.3);
  });

  it("is 0 after the horizon where that is an end, and the value of the state otherwise", () => {
    const [bootstrap, end] = [undefined, "end"].map((horizon) => {
      const critic = criticOf({ ...options, ...(horizon && { horizon }) }, regulator);
      critic.memory!.fit(few, point);
      return evaluated(critic, few, point);
    });
    expect(end.slice(0, few.steps)).toEqual(bootstrap.slice(0, few.steps));
    expect(end.slice(few.steps)).toEqual([0, 0]);
    expect(bootstrap.slice(few.steps)).not.toContain(0);
  });
});
