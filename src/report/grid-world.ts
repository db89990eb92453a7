import type { Query } from "../store/snapshot.ts";
import { softmaxProblem } from "./softmax-problem.ts";

/** Side of a cell that an action moves to. */
export type Side = "left" | "down" | "right" | "up";

/** A world of cells, state = row · columns + column, whose softmax policy has one θ per cell and action. */
export interface GridWorld {
  readonly rows: number;
  readonly columns: number;
  /** By action. */
  readonly sides: readonly Side[];
}

interface Environment {
  readonly kind: string;
  readonly map?: string | readonly string[];
  readonly length?: number;
}

/** The grid of an environment that is one. */
const gridOf = ({ kind, map, length }: Environment): GridWorld | undefined => {
  if (kind === "cliff-walking") return { rows: 4, columns: 12, sides: ["up", "right", "down", "left"] };
  if (kind === "corridor" && length !== undefined)
    return { rows: 1, columns: length, sides: ["left", "right"] };
  if (kind !== "frozen-lake" || map === undefined) return undefined;
  const [rows, columns] = typeof map === "string" ? map.split("x").map(Number) : [map.length, map[0].length];
  return { rows, columns, sides: ["left", "down", "right", "up"] };
};

/** The grid of a study, if its θ is one number per cell and action. */
export const gridWorld = (query: Query, study: string): GridWorld | undefined => {
  const problem = softmaxProblem(query, study);
  const grid = problem && gridOf(problem.environment as unknown as Environment);
  return grid && grid.rows * grid.columns * grid.sides.length === problem.parameters ? grid : undefined;
};
