import { stripVTControlCharacters } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type ProgressPlace, progress } from "../../src/cli/progress.ts";
import { timeLeft } from "../../src/cli/time-left.ts";
import { plan } from "../../src/config/plan.ts";
import { run } from "../../src/run/run.ts";
import type { Job, SweepEvent } from "../../src/sweep/sweep.ts";
import { workOf } from "../../src/sweep/work.ts";
import { study } from "../report/database.ts";

/** A place without a terminal, whose time goes on when it is told to. */
const place = (isTTY = false) => {
  const written: string[] = [];
  let now = 1e6;
  let timer: { period: number; next: number; action: () => void } | undefined;
  const stream = { isTTY, write: (text: string) => written.push(text) > 0 };
  const here: ProgressPlace = {
    stream: stream as unknown as ProgressPlace["stream"],
    now: () => now,
    every(period, action) {
      timer = { period, next: now + period, action };
      return () => {
        timer = undefined;
      };
    },
  };
  const pass = (seconds: number) => {
    now += 1000 * seconds;
    for (; timer && timer.next <= now; timer.next += timer.period) timer.action();
  };
  return { here, written, pass };
};

const [config] = plan(study());
const job: Job = { runId: 7, config };
const batch = (events: unknown[], of = job) =>
  ({ type: "batch", job: of, batch: { events } }) as unknown as SweepEvent;
/** One update of eight trajectories. */
const update = (iteration: number, of = job) =>
  batch([{ type: "iteration", iteration, gradientNorm: 1 }], of);

describe("without a terminal", () => {
  test("a line comes every 30 seconds, and no other; what is left is told from 5 % on", () => {
    const { here, written, pass } = place();
    const long = {
      runId: 7,
      config: { ...config, probe: undefined, agent: { ...config.agent, iterations: 99 } },
    };
    const bar = progress(false, here);
    bar.start([long, { ...long, runId: 8 }]);
    pass(29);
    expect(written).toEqual([]);
    bar.advance(update(7, long));
    pass(1); // 8 of 200 drawings in 30 seconds
    bar.advance(update(9, long));
    pass(30);
    bar.advance({ type: "end", job: long, error: null });
    pass(29);
    expect(written).toEqual([
      "4 % of 1600 trajectories, 0 of 2 runs done\n",
      "5 % of 1600 trajectories, 0 of 2 runs done, 10 min left\n",
    ]);
    bar.stop();
    pass(300);
    expect(written).toHaveLength(2);
  });

  test("nothing is written where silence is asked for, or there is nothing to do", () => {
    const { here, written, pass } = place();
    progress(true, here).start([job]);
    progress(false, here).start([]);
    pass(100);
    expect(written).toEqual([]);
  });
});

test("in a terminal there is one bar, in 80 columns, with the time left from 5 % on", () => {
  vi.stubEnv("NO_COLOR", undefined); // whoever runs this may have it set
  onTestFinished(() => void vi.unstubAllEnvs());
  const long = { ...config, probe: undefined, agent: { ...config.agent, batchSize: 1e6, iterations: 99 } };
  const own = { runId: 7, config: long };
  const barAfter = (seconds: number, iteration: number): string => {
    const { here, written, pass } = place(true);
    const bar = progress(false, here);
    bar.start([own]);
    pass(seconds);
    bar.advance(update(iteration, own));
    bar.stop(); // draws what it has at once
    const shown = stripVTControlCharacters(written.join(""));
    expect(shown).not.toContain("\n");
    return shown.slice(shown.lastIndexOf("of 1000") - 40);
  };
  expect(barAfter(160, 3)).toMatch(/[█░] 4 % of 100000000 trajectories$/);
  const late = barAfter(400, 9);
  expect(late).toMatch(/[█░] 10 % of 100000000 trajectories, 60 min left$/);
  expect(/[█░]+ 10 %.*$/.exec(late)?.[0].length).toBeLessThan(80);
});

test("a run counts for what it draws, and when it ends, even early, nothing of it is left", () => {
  const { here, written, pass } = place();
  const bar = progress(false, here);
  bar.start([job, { runId: 8, config }]);
  const all = workOf(config);
  run(config).subscribe((event) => bar.advance(batch([event])));
  pass(30);
  expect(written.pop()).toMatch(
    new RegExp(`^50 % of ${2 * all} trajectories, 0 of 2 runs done, 30 s left$`, "m"),
  );
  bar.advance({ type: "end", job, error: null });
  bar.advance({ type: "end", job: { runId: 8, config }, error: { name: "Error", message: "no" } as never });
  pass(30);
  expect(written.pop()).toMatch(/^100 % .* 2 of 2 runs done, 0 s left$/m);
});

test("of a run that continues another only what is its own is work: later updates, and probes after them", () => {
  // 3 of 4 updates were made: one more, a look at the last θ, and the probe there
  expect(workOf(config, 3)).toBe(2 * 8 + 20 * (1 + 4));
  const { here, written, pass } = place();
  const bar = progress(false, here);
  const rest = { ...job, from: 3 };
  bar.start([rest]);
  bar.advance(update(3, rest));
  pass(30);
  expect(written).toEqual([
    `${Math.floor((100 * 8) / 116)} % of 116 trajectories, 0 of 1 run done, 7 min left\n`,
  ]);
});

test("references that are still to come are taken to be as long as those that are drawn", () => {
  const { here, written, pass } = place();
  const { agent, ...rest } = config;
  const probe = { ...config.probe!, replicates: 0, reference: { trajectories: 1e4 } } as never;
  const referenced = { runId: 7, config: { ...rest, probe, agent: { ...agent, iterations: 0 } } };
  const bar = progress(false, here);
  bar.start([
    referenced,
    { ...referenced, runId: 8 },
    { ...referenced, runId: 9, config: { ...config, probe: undefined } },
  ]);
  const own = workOf({ ...config, probe: undefined });
  bar.advance({ type: "progress", job: referenced, iteration: 0, drawn: 100, expected: 400 });
  bar.advance({ type: "progress", job: referenced, iteration: 0, drawn: 200, expected: 400 });
  pass(30);
  expect(written).toEqual([
    `${Math.floor((100 * 200) / (800 + own))} % of ${800 + own} trajectories, 0 of 3 runs done, ${Math.ceil((30 * (600 + own)) / 200 / 60)} min left\n`,
  ]);
});

test("the time left follows a rate that changes, and does not jump with one slow step", () => {
  const left = timeLeft(0);
  expect(left(1, 4, 100)).toBeUndefined(); // less than 5 %
  expect(left(2, 8, 100)).toBeCloseTo(92 / 4, 9);
  expect(left(3, 8, 100)).toBeCloseTo(92 / 4, 9); // nothing new is known
  for (let i = 3; i <= 10; i++) left(i, 4 * i, 100);
  const slow = left(15, 44, 100)!; // five seconds in place of one
  expect(slow).toBeGreaterThan(56 / 4);
  expect(slow).toBeLessThan(1.6 * (56 / 4));
  const slower = timeLeft(0);
  for (let i = 1; i <= 100; i++) slower(i, i, 1100);
  for (let i = 1; i <= 400; i++) slower(100 + 10 * i, 100 + i, 1100); // a tenth of the rate
  const after = slower(4110, 501, 1100)!;
  expect(after / (599 * 10)).toBeGreaterThan(0.95); // the mean over all would tell 0.82 of it
  expect(after / (599 * 10)).toBeLessThan(1.05);
});
