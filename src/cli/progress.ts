import { Presets, SingleBar } from "cli-progress";
import { count } from "../report/text/format-number.ts";
import { isSkipped } from "../run/events.ts";
import type { Job, SweepEvent } from "../sweep/sweep.ts";
import { timeLeft } from "./time-left.ts";
import { type WorkState, workMeter } from "./work-meter.ts";

/** Where progress is told, and what time it is. */
export interface ProgressPlace {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Milliseconds, of any clock. */
  now(): number;
  /** Calls again and again, every so many milliseconds. @returns what ends it */
  every(milliseconds: number, action: () => void): () => void;
}

const HERE: ProgressPlace = {
  stream: process.stderr,
  now: () => performance.now(),
  every(milliseconds, action) {
    const timer = setInterval(action, milliseconds).unref();
    return () => clearInterval(timer);
  },
};

/** Milliseconds between lines where there is no terminal. */
const BETWEEN_LINES = 30_000;

/**
 * How far runs are: a bar where there is a terminal, elsewhere a line every 30 seconds; and a count of what went wrong.
 *
 * @param silent counts only
 */
export const progress = (silent: boolean, { stream, now, every }: ProgressPlace = HERE) => {
  let stopTelling = () => {};
  let tell = () => {};
  let meter = workMeter([]);
  let estimates = 0;
  let updates = 0;
  return {
    start(jobs: readonly Job[]): void {
      meter = workMeter(jobs);
      if (silent || meter.state().total === 0) return;
      const left = timeLeft(now() / 1000);
      const state = () => {
        const reached = meter.state();
        return { ...reached, left: leftText(left(now() / 1000, reached.done, reached.total)) };
      };
      if (stream.isTTY) {
        const bar = createBar(stream);
        bar.start(meter.state().total, 0, { left: "" });
        tell = () => {
          const { done, total, left } = state();
          bar.setTotal(Math.round(total));
          bar.update(Math.round(done), { left });
        };
        stopTelling = () => bar.stop();
      } else {
        tell = () => void state();
        stopTelling = every(BETWEEN_LINES, () => void stream.write(`${lineOf(state())}\n`));
      }
    },
    advance(event: SweepEvent): void {
      meter.advance(event);
      tell();
      if (event.type !== "batch") return;
      for (const each of event.batch.events) {
        if (each.type === "estimates") for (const finite of each.finite) estimates += 1 - finite;
        else if (each.type === "iteration") updates += Number(isSkipped(each));
      }
    },
    stop(): void {
      stopTelling();
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

const createBar = (stream: NodeJS.WritableStream): SingleBar =>
  new SingleBar(
    {
      format: "{bar} {percentage} % of {total} trajectories{left}",
      barsize: 30, // with the rest in 80 columns
      hideCursor: true,
      clearOnComplete: true,
      stream,
    },
    process.env.NO_COLOR !== undefined ? Presets.legacy : Presets.shades_classic,
  );

/** "37 % of 1200 trajectories, 1 of 3 runs done, 4 min left". */
const lineOf = ({ done, total, ended, runs, left }: WorkState & { readonly left: string }): string =>
  `${Math.floor((100 * done) / total)} % of ${Math.round(total)} trajectories, ` +
  `${ended} of ${count(runs, "run")} done${left}`;

/** ", 45 s left", ", 3 min left", ", 2.5 h left"; nothing where it is not known. */
const leftText = (seconds: number | undefined): string => {
  if (seconds === undefined) return "";
  if (seconds < 90) return `, ${Math.ceil(seconds)} s left`;
  if (seconds < 5400) return `, ${Math.ceil(seconds / 60)} min left`;
  return `, ${Number((seconds / 3600).toPrecision(2))} h left`;
};
