import { Presets, SingleBar } from "cli-progress";
import { probeSchedule } from "../config/plan.ts";
import { isSkipped } from "../run/events.ts";
import { workBehind, workOf } from "../sweep/execute.ts";
import type { Job, SweepEvent } from "../sweep/sweep.ts";

/** A progress bar in trajectories on stderr, where that is a terminal; and a count of what went wrong. */
export const progress = (silent: boolean) => {
  const plain = process.env.NO_COLOR !== undefined;
  const bar = new SingleBar(
    {
      format: "{bar} {percentage} % of {total} trajectories, {eta_formatted} left",
      etaBuffer: 50,
      formatTime: (seconds) => duration(seconds),
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    plain ? Presets.legacy : Presets.shades_classic,
  );
  let shown = false;
  let total = 0; // trajectories of the runs
  let awaited = 0; // references, of which there is one for each probe
  const references = new Map<string, { drawn: number; expected: number }>();
  /** References yet to come are taken to be as long as those that are being drawn or done. */
  const drawn = (event: Extract<SweepEvent, { type: "progress" }>): void => {
    const key = `${event.job.runId} ${event.iteration}`;
    const before = references.get(key)?.drawn ?? 0;
    references.set(key, event);
    let expected = 0;
    for (const each of references.values()) expected += each.expected;
    bar.setTotal(Math.round(total + (expected * awaited) / references.size));
    bar.increment(event.drawn - before);
  };
  let estimates = 0;
  let updates = 0;
  return {
    start(jobs: readonly Job[]): void {
      total = jobs.reduce((sum, { config }) => sum + workOf(config), 0);
      awaited = jobs.reduce(
        (sum, { config }) => sum + (config.probe?.reference ? probeSchedule(config).length : 0),
        0,
      );
      shown = !silent && process.stderr.isTTY && total > 0;
      if (shown) bar.start(total, 0);
    },
    advance(event: SweepEvent): void {
      if (event.type === "progress" && shown) drawn(event);
      if (event.type !== "batch") return;
      for (const each of event.batch.events) {
        if (shown) bar.increment(workBehind(each, event.job.config));
        if (each.type === "estimates") for (const finite of each.finite) estimates += 1 - finite;
        else if (each.type === "iteration") updates += Number(isSkipped(each));
      }
    },
    stop(): void {
      if (shown) bar.stop();
    },
    /** One line for each kind of thing that is not finite. */
    warnings: (): string[] => [
      ...(estimates > 0
        ? [`${estimates} estimates are not finite: finite = 0, and no part of any statistic.`]
        : []),
      ...(updates > 0 ? [`${updates} updates were skipped: their gradient was not finite.`] : []),
    ],
  };
};

/** Seconds as "45 s" or "3 min"; "?" before there is anything to go by, when the bar passes a word. */
const duration = (seconds: unknown): string => {
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return "?";
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
};
