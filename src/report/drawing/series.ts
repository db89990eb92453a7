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

/** @param i its place; the agent's own estimator, 0, has the color of ink @param order places of colors for all others */
const look = (name: string, key: string, i: number, order: readonly number[]): Series => {
  const round = Math.floor(Math.max(0, i - 1) / order.length);
  return {
    name,
    key,
    className: `series ${key[0]} ${key}`,
    color: `var(--s${i === 0 ? 0 : order[(i - 1) % order.length]})`,
    symbol: SYMBOLS[(i + 3 * round) % SYMBOLS.length],
    dashes: round === 0 ? undefined : `${4 + 2 * round},3`,
  };
};

const OF_ESTIMATORS = SERIES.slice(1).map((_, i) => 1 + i);
/** Agents stand beside estimators in one legend, and have their colors in another order. */
const OF_AGENTS = [6, 5, 8, 2, 1, 4, 3, 7];

/** @param names the agent's own first */
export const estimatorSeries = (names: readonly string[]): ReadonlyMap<string, Series> =>
  new Map(names.map((name, i) => [name, look(name, `e${i}`, i, OF_ESTIMATORS)]));

/** @param estimators one that an agent is called like lends it its look; no other agent has its color */
export const agentSeries = (
  names: readonly string[],
  estimators: ReadonlyMap<string, Series> = new Map(),
): ReadonlyMap<string, Series> => {
  const lent = new Set(names.flatMap((name) => estimators.get(name)?.color ?? []));
  const free = OF_AGENTS.filter((place) => !lent.has(`var(--s${place})`));
  const others = names.filter((name) => !estimators.has(name));
  return new Map(
    names.map((name, i) => {
      const own = look(name, `a${i}`, others.indexOf(name) + 1, free.length > 0 ? free : OF_AGENTS);
      const { color, symbol, dashes } = estimators.get(name) ?? own;
      return [name, { ...own, color, symbol, dashes }];
    }),
  );
};

/** The series that the rows speak of, in their own order. */
export const seriesIn = (
  rows: readonly Row[],
  all: ReadonlyMap<string, Series>,
  column = "estimator",
): Series[] => {
  const names = new Set(rows.map((row) => row[column]));
  return [...all.values()].filter(({ name }) => names.has(name));
};
