import { concat, delay, lastValueFrom, map, of, toArray } from "rxjs";
import { expect, test } from "vitest";
import { plan, studySchema } from "../../src/index.ts";
import { decodeState, encodeState } from "../../src/memory/encode.ts";
import type { State } from "../../src/memory/state.ts";
import type { Reference } from "../../src/reference/average.ts";
import { drawReference } from "../../src/reference/draw.ts";
import { run } from "../../src/run/run.ts";
import { batched } from "../../src/sweep/batched.ts";
import type { Runner } from "../../src/sweep/pool.ts";
import type { Drafts } from "../../src/sweep/reference.ts";
import { sweep } from "../../src/sweep/sweep.ts";

const study = studySchema.parse({
  name: "same",
  environment: { kind: "cart-pole" },
  objective: { discount: 0.99, horizon: 20 },
  policy: { kind: "linear-softmax" },
  agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 0 }],
  probe: { batchSizes: [2], replicates: 3, reference: { relativeError: 0.1, trajectories: 4096 } },
  seeds: [0, 1, 2],
});

/** The references of three jobs that are at the same θ, and how many tasks they took. */
const drawn = async (concurrency: number, knows: boolean, drafts?: Drafts) => {
  let tasks = 0;
  const known = new Map<string, Reference>();
  const runner: Runner = {
    ahead: 0,
    run(config) {
      const parcels = run(config).pipe(
        batched,
        map((events) => ({ events, acknowledge() {} })),
      );
      return concat(of({ begun: true } as const), parcels);
    },
    reference(task) {
      tasks++;
      return of(drawReference(task)).pipe(delay(1));
    },
  };
  const jobs = plan(study).map((config, runId) => ({ runId, config }));
  const remembered = sweep(jobs, runner, concurrency, (hash) => known.get(hash), drafts).pipe(
    map((event) => {
      if (knows && event.type === "reference") known.set(event.reference.hash, event.reference);
      return event;
    }),
    toArray(),
  );
  const events = await lastValueFrom(remembered);
  const ends = events.flatMap((event) => (event.type === "end" ? [event.error] : []));
  const references = events.flatMap((event) => (event.type === "reference" ? [event.reference] : []));
  return { tasks, ends, references };
};

test("jobs that want the same reference at the same time have it drawn once", async () => {
  const [together, inTurn, unknown] = [await drawn(3, true), await drawn(1, true), await drawn(1, false)];
  expect(together.tasks).toBe(inTurn.tasks);
  expect(unknown.tasks).toBe(3 * inTurn.tasks); // nothing is kept beyond those who wait for it
  for (const { ends, references } of [together, inTurn, unknown]) {
    expect(ends).toEqual([null, null, null]);
    expect(references).toHaveLength(3);
    for (const { gradient } of references) expect(gradient).toEqual(inTurn.references[0].gradient);
  }
});

test("what was drawn of a reference after any of its tasks is gone on with, to the same bits", async () => {
  const states: string[] = [];
  const drafts = (draft?: string, every = 1000): Drafts => ({
    every,
    find: () => draft,
    keep: (_, state) => void states.push(state),
  });
  const whole = await drawn(2, true, drafts(undefined, 0));
  expect(states).toHaveLength(whole.tasks);
  const [first, last] = [states[4], states[whole.tasks - 3]]; // in the first stage, and in the last
  const kept: number[] = [];
  for (const [concurrency, draft] of [
    [1, first],
    [3, first],
    [2, last],
  ] as const) {
    const rest = await drawn(concurrency, true, drafts(draft));
    expect(rest.references[0]).toEqual(whole.references[0]);
    kept.push(whole.tasks - rest.tasks);
  }
  expect(kept[0]).toBe(kept[1]);
  expect(kept[0]).toBeGreaterThan(2);
  expect(kept[2]).toBeGreaterThan(whole.tasks - 6);
  const state = decodeState(first) as Readonly<Record<string, State>>;
  const average = state.average as Readonly<Record<string, State>>;
  const wrong = encodeState({ ...state, average: { ...average, squares: 0 } });
  expect((await drawn(2, true, drafts(wrong))).references[0]).not.toEqual(whole.references[0]);
});
