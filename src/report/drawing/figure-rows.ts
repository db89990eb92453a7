import type { Panel } from "../figure.ts";
import { WIDTH } from "./plot-panel.ts";

/** How many panels a figure has side by side, and how wide they are drawn. */
export const panelsShape = (panels: readonly Panel[]): { width: number; count: number } => {
  const among = panels.filter(({ alone }) => !alone);
  const width = Math.max(0, ...among.map((panel) => panel.width));
  return { width, count: Math.ceil((among.length * width) / WIDTH) };
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
