import type { Row } from "../../store/snapshot.ts";
import { SERIES } from "./palette.ts";

/** How one estimator, or one agent, looks in every figure of its study. */
export interface Series {
  readonly name: string;
  /** Names it in the markup: e0, e1 … for estimators, a0, a1 … for agents. */
  readonly key: string;
  /** Class of its marks. */
  readonly className: string;
  readonly color: string;
  readonly symbol: string;
  /** Dashes of its line; undefined for a solid one. */
  readonly dashes: string | undefined;
}

const SYMBOLS = ["circle", "square", "triangle", "diamond", "cross", "star", "wye"];

/** The agent's own estimator has the color of ink, so that the others are numbered from 1. */
const look = (name: string, key: string, i: number): Series => {
  const colors = SERIES.length - 1;
  const round = Math.floor(Math.max(0, i - 1) / colors);
  return {
    name,
    key,
    className: `series ${key[0]} ${key}`,
    color: `var(--s${i === 0 ? 0 : 1 + ((i - 1) % colors)})`,
    symbol: SYMBOLS[(i + 3 * round) % SYMBOLS.length],
    dashes: round === 0 ? undefined : `${4 + 2 * round},3`,
  };
};

/** @param names the agent's own first */
export const estimatorSeries = (names: readonly string[]): ReadonlyMap<string, Series> =>
  new Map(names.map((name, i) => [name, look(name, `e${i}`, i)]));

export const agentSeries = (names: readonly string[]): ReadonlyMap<string, Series> =>
  new Map(names.map((name, i) => [name, look(name, `a${i}`, i + 1)]));

/** The series that the rows speak of, in their own order. */
export const seriesIn = (
  rows: readonly Row[],
  all: ReadonlyMap<string, Series>,
  column = "estimator",
): Series[] => {
  const names = new Set(rows.map((row) => row[column]));
  return [...all.values()].filter(({ name }) => names.has(name));
};
