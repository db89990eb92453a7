import type { Panel } from "../figure.ts";
import type { Probe } from "../selection.ts";
import { count } from "../text/format-number.ts";
import { WIDTH } from "./plot-panel.ts";

/** How many panels a figure has side by side, and how wide they are drawn. */
export const panelsShape = (panels: readonly Panel[]): { width: number; count: number } => {
  const among = panels.filter(({ alone }) => !alone);
  const width = Math.max(0, ...among.map((panel) => panel.width));
  return { width, count: Math.ceil((among.length * width) / WIDTH) };
};

const MAX_PANELS = 6;

/** The panels of a figure that are seen at once, and those that are folded away. */
export interface Folded {
  readonly shown: readonly Panel[];
  /** Of other probes than the one that the finding is of. */
  readonly others: readonly Panel[];
}

/** Of more panels than `most`, only those are seen that show the probe that the finding is of, and what is of no probe. */
export const folded = (panels: readonly Panel[], found: Probe | undefined, most = MAX_PANELS): Folded => {
  const isOther = ({ probe }: Panel) =>
    probe !== undefined && (probe.agent !== found?.agent || probe.iteration !== found.iteration);
  const shown = panels.filter((panel) => !isOther(panel));
  return panels.length <= most || shown.length === 0
    ? { shown: panels, others: [] }
    : { shown, others: panels.filter(isOther) };
};

/** "At 3 other probes". */
export const othersText = (others: readonly Panel[]): string => {
  const probes = new Set(others.map(({ probe }) => JSON.stringify(probe))).size;
  return `At ${count(probes, "other probe")}`;
};

const COLUMNS = 3;

/** Figures in their order, but that one of those to come fills a row that would have room left. */
export const inRows = <T>(figures: readonly T[], count: (figure: T) => number): T[] => {
  const left = [...figures];
  const placed: T[] = [];
  let room = COLUMNS;
  while (left.length > 0) {
    const taken = (figure: T) => Math.min(COLUMNS, count(figure));
    const fits = left.findIndex((figure) => taken(figure) <= room);
    const [next] = left.splice(Math.max(0, fits), 1);
    room = (fits < 0 ? COLUMNS : room) - taken(next);
    placed.push(next);
    if (room === 0) room = COLUMNS;
  }
  return placed;
};
