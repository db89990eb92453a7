import { concatMap, of, take, tap, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import { rollout } from "../../src/problem/rollout.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { sampler } from "../problems/estimator-of.ts";
import { endingAnywhere, frozenLake, threeStates } from "../problems/index.ts";
import { changed, type Problem } from "../problems/problem-of.ts";
import { unpack } from "../problems/trajectories.ts";

const batches = (problem: Problem, batchSize: number, count: number) => {
  const seen: ReturnType<typeof unpack>[] = [];
  rollout(problem.point, { batchSize, key: ["test", "rollout"] })
    .pipe(take(count))
    .subscribe((batch) => seen.push(unpack(batch)));
  return seen;
};

describe.each([
  ["model", (environment: FiniteEnvironment) => environment],
  ["step", ({ thresholds: _, ...environment }: FiniteEnvironment) => environment as FiniteEnvironment],
] as const)("a batch of the %s sampler", (_name, change) => {
  const over = (problem: Problem): Problem => changed(problem, { environment: change(problem.environment) });

  it("is a chain of steps that the environment can take", () => {
    const { model } = frozenLake().environment;
    for (const { states, actions, rewards, last, terminated } of unpack(
      sampler(over(frozenLake()), "chain")(200),
    )) {
      expect(states[0]).toBe(0);
      for (const [t, s] of states.entries()) {
        const next = states[t + 1] ?? last;
        const ends = t === states.length - 1 && terminated;
        const row = s * 4 + actions[t];
        const possible = [...model!.next.keys()].filter(
          (o) => o >= model!.start[row] && o < model!.start[row + 1],
        );
        expect(
          possible.some(
            (o) =>
              model!.next[o] === next &&
              model!.reward[o] === rewards[t] &&
              model!.terminated[o] === Number(ends),
          ),
        ).toBe(true);
      }
    }
  });

  it("tells termination from truncation at the horizon, even in the same step", () => {
    for (const { states, last, terminated } of unpack(
      sampler(over(frozenLake({ horizon: 6 })), "ends")(500),
    )) {
      expect(states.length).toBeLessThanOrEqual(6);
      expect(terminated).toBe([5, 7, 11, 12, 15].includes(last)); // holes and the goal
      if (!terminated) expect(states.length).toBe(6);
    }
    const lengths = unpack(sampler(over(endingAnywhere()), "ends")(500)).map(
      ({ states, terminated }) => `${states.length} ${terminated}`,
    );
    expect(new Set(lengths)).toEqual(new Set(["1 true", "2 true", "3 true", "4 true", "4 false"]));
  });

  it("has one step per trajectory at horizon 1", () => {
    const batch = sampler(over(threeStates({ horizon: 1 })), "one")(5);
    expect([batch.trajectories, batch.steps, ...batch.offsets]).toEqual([5, 5, 0, 1, 2, 3, 4, 5]);
    expect([...batch.terminated.subarray(0, 5)]).toEqual([0, 0, 0, 0, 0]);
    expect([...batch.states.subarray(0, 5)]).toEqual([0, 0, 0, 0, 0]);
  });

  it("holds the same trajectories whether they are drawn one by one, in parts, or at once", () => {
    const parts = (...sizes: number[]) => {
      const draw = sampler(over(frozenLake()), "parts");
      return sizes.flatMap((size) => unpack(draw(size)));
    };
    const once = parts(300);
    expect(parts(...Array(300).fill(1))).toEqual(once);
    expect(parts(1, 2, 90, 5, 200, 2)).toEqual(once);
    expect(parts(200, 100)).toEqual(once);
  });

  it("is the same memory every time", () => {
    const draw = sampler(over(frozenLake()), "memory");
    const first = draw(50);
    const { states, offsets } = first;
    const again = draw(20);
    expect(again).toBe(first);
    expect(again.states).toBe(states);
    expect(again.offsets).toBe(offsets);
    expect(again.trajectories).toBe(20);
  });
});

describe("rollout", () => {
  it("is determined by its key, and different for another order of its parts", () => {
    const { point } = threeStates();
    const drawn = (...key: (string | number)[]) => {
      let seen: ReturnType<typeof unpack> = [];
      rollout(point, { batchSize: 20, key })
        .pipe(take(1))
        .subscribe((batch) => {
          seen = unpack(batch);
        });
      return seen;
    };
    expect(drawn(1, 2)).toEqual(drawn(1, 2));
    expect(drawn(1, 2)).not.toEqual(drawn(2, 1));
    expect(drawn(1, 2)).not.toEqual(drawn("1", 2));
  });

  it("starts anew for every subscriber", () => {
    expect(batches(frozenLake(), 3, 4)).toEqual(batches(frozenLake(), 3, 4));
    expect(batches(frozenLake(), 3, 4).flat()).toEqual(batches(frozenLake(), 12, 1).flat());
  });

  it("draws a batch only when it is asked for, with the θ of that moment", () => {
    const problem = threeStates();
    const { environment } = problem;
    let resets = 0;
    const watched: FiniteEnvironment = {
      kind: "watched",
      states: 3,
      actions: 2,
      reset: (random) => {
        resets++;
        return environment.reset(random);
      },
      step: environment.step,
    };
    const actions: number[][] = [];
    const resetsSoFar: number[] = [];
    const { point } = changed(problem, { environment: watched });
    rollout(point, { batchSize: 10, key: ["pull"] })
      .pipe(
        take(4),
        tap(({ actions: taken, steps }) => {
          actions.push([...taken.subarray(0, steps)]);
          resetsSoFar.push(resets);
          const always = actions.length % 2; // from now on always this action, then always the other
          for (let j = 0; j < 6; j++) point.theta[j] = j % 2 === always ? 1000 : 0;
          point.moveTo(point.theta);
        }),
      )
      .subscribe();
    expect(new Set(actions[0]).size).toBe(2);
    expect(actions.slice(1).map((taken) => [...new Set(taken)])).toEqual([[1], [0], [1]]);
    expect(resetsSoFar).toEqual([10, 20, 30, 40]); // none ahead of time
    expect(resets).toBe(40);
  });

  it("lets an operator that maps a batch to a stream finish before the next batch is drawn", () => {
    const order: string[] = [];
    rollout(threeStates({ horizon: 1 }).point, { batchSize: 1, key: ["order"] })
      .pipe(
        tap(() => order.push("draw")),
        take(2),
        concatMap(() => of("one", "two")),
      )
      .subscribe((what) => order.push(what));
    expect(order).toEqual(["draw", "one", "two", "draw", "one", "two"]);
  });

  it("passes on what an environment throws, as the error of the stream", () => {
    const problem = threeStates();
    const broken: FiniteEnvironment = {
      kind: "broken",
      states: 3,
      actions: 2,
      reset: problem.environment.reset,
      step: () => {
        throw new Error("out of order");
      },
    };
    const seen: (string | TrajectoryBatch[])[] = [];
    rollout(changed(problem, { environment: broken }).point, { batchSize: 1, key: [] })
      .pipe(take(2), toArray())
      .subscribe({ next: (all) => seen.push(all), error: (error: Error) => seen.push(error.message) });
    expect(seen).toEqual(["out of order"]);
  });
});
