import { describe, expect, it, vi } from "vitest";
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

  it("draws once at each policy, and anew where it moved or was forgotten", () => {
    const draws = vi.spyOn(point, "sampler");
    const critic = criticOf({ ...options, pairs: 100, epochs: 1 }, regulator);
    const taught = () => {
      critic.memory!.update(few, point);
      return evaluated(critic, few, point);
    };
    const first = taught();
    expect(taught()).toEqual(first);
    expect(draws).toHaveBeenCalledTimes(1);
    const theta = point.theta.slice();
    point.moveTo(theta.map((x) => 0.5 * x));
    expect(taught()).not.toEqual(first);
    point.moveTo(theta);
    expect(taught()).toEqual(first);
    critic.memory!.reset();
    expect(taught()).toEqual(first);
    expect(draws).toHaveBeenCalledTimes(4);
  });
});
