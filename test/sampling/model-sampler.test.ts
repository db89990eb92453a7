import { describe, expect, it } from "vitest";
import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { Random } from "../../src/random.ts";
import { stream } from "../../src/random.ts";
import { modelSampler } from "../../src/sampling/model-sampler.ts";
import { stepSampler } from "../../src/sampling/step-sampler.ts";
import { environmentOf, finiteKinds } from "../problems/environments.ts";
import { threeStates } from "../problems/index.ts";
import { changed, problemOf } from "../problems/problem-of.ts";
import { unpack } from "../problems/trajectories.ts";

const counting = (random: Random) => {
  const counted = {
    draws: 0,
    next() {
      counted.draws++;
      return random.next();
    },
  };
  return counted;
};

const pair = (key: string): [Random & { draws: number }, Random & { draws: number }] => [
  counting(stream("test", key, "actions")),
  counting(stream("test", key, "environment")),
];

describe("the two samplers", () => {
  it.each(finiteKinds)("draw the same trajectories of %s, from equally many uniforms", (kind) => {
    const environment = environmentOf(kind);
    const { point } = problemOf(environment, "random", { discount: 1, horizon: 1 });
    const [fast, slow] = [pair(kind), pair(kind)];
    const drawFast = modelSampler(environment.model!, environment.thresholds!, point.cumulative, 40, ...fast);
    const drawSlow = stepSampler(environment, point.cumulative, 40, ...slow);
    for (const trajectories of [1, 7, 60])
      expect(unpack(drawFast(trajectories))).toEqual(unpack(drawSlow(trajectories)));
    expect(fast.map(({ draws }) => draws)).toEqual(slow.map(({ draws }) => draws));
  });

  it("are chosen by whether there are tables of the whole environment", () => {
    const problem = threeStates();
    const { environment } = problem;
    let steps = 0;
    const watched: FiniteEnvironment = {
      ...environment,
      step: (...given) => {
        steps++;
        return environment.step(...given);
      },
    };
    const { thresholds: _, ...stepped } = watched;
    changed(problem, { environment: watched }).point.sampler(...pair("tables"))(4);
    expect(steps).toBe(0);
    changed(problem, { environment: stepped }).point.sampler(...pair("tables"))(4);
    expect(steps).toBe(12);
  });

  it("take the first action whose cumulative probability exceeds the uniform", () => {
    const { environment, point } = problemOf(
      environmentOf("corridor"),
      [0, 0, 0, Math.log(3), 0, 0, 0, 0, 0, 0],
      {
        discount: 1,
        horizon: 1,
      },
    ); // π(0|1) = ¼
    for (const [u, action] of [
      [0, 0],
      [0.2499, 0],
      [0.2501, 1],
      [1 - 2 ** -32, 1],
    ]) {
      for (const slow of [true, false]) {
        const actions: Random = { next: () => u };
        const draw = slow
          ? stepSampler(environment, point.cumulative, 1, actions, stream("x"))
          : modelSampler(
              environment.model!,
              environment.thresholds!,
              point.cumulative,
              1,
              actions,
              stream("x"),
            );
        expect(draw(1).actions[0]).toBe(action);
      }
    }
  });
});
