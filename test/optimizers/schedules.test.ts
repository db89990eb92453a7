import { describe, expect, it } from "vitest";
import { type Schedule, schedules } from "../../src/optimizers/schedules.ts";
import { choice, make } from "../../src/registry.ts";

const half = Math.SQRT1_2;

/** Multipliers of updates 0, 1, 2 …, worked out by hand. */
const examples: Record<keyof typeof schedules, readonly [options: object, multipliers: number[]][]> = {
  constant: [[{}, [1, 1, 1]]],
  linear: [
    [{ iterations: 4, end: 0.5 }, [1, 0.875, 0.75, 0.625, 0.5, 0.5]],
    [{ iterations: 2 }, [1, 0.5, 0, 0]],
  ],
  cosine: [
    [{ iterations: 4 }, [1, (1 + half) / 2, 0.5, (1 - half) / 2, 0, 0]],
    [{ iterations: 2, end: 0.5 }, [1, 0.75, 0.5, 0.5]],
  ],
  "inverse-time": [[{ decay: 0.5 }, [1, 2 / 3, 0.5, 0.4]]],
  exponential: [[{ decay: 0.5 }, [1, 0.5, 0.25]]],
  step: [[{ every: 2, factor: 0.5 }, [1, 1, 0.5, 0.5, 0.25]]],
};

describe("the learning rate", () => {
  it.each(Object.entries(examples).flatMap(([kind, cases]) => cases.map((each) => [kind, ...each] as const)))(
    "with the schedule %s %j is multiplied by %j",
    (kind, options, multipliers) => {
      const chosen = choice(schedules).parse({ kind, ...options });
      const schedule = make<[], Schedule>(schedules, chosen);
      for (const [i, expected] of multipliers.entries()) expect(schedule(i)).toBeCloseTo(expected, 14);
    },
  );

  it("does not grow, does not turn negative", () => {
    for (const [kind, cases] of Object.entries(examples)) {
      for (const [options] of cases) {
        const schedule = make<[], Schedule>(
          schedules,
          choice(schedules).parse({ kind, ...options } as never),
        );
        for (let i = 0; i < 20; i++) expect(schedule(i + 1)).toBeLessThanOrEqual(schedule(i));
        expect(schedule(1000)).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
