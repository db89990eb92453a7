import type { Query } from "../store/snapshot.ts";
import { literal } from "./text/literal.ts";

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
  const [run] = query(
    `SELECT r.config, length(t.gradient) / 8 AS parameters
     FROM truth AS t JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
     WHERE x.name = ${literal(study)} LIMIT 1`,
  );
  if (run === undefined) return undefined;
  const { environment, policy } = JSON.parse(String(run.config));
  const grid = policy.kind === "softmax" ? gridOf(environment) : undefined;
  return grid && grid.rows * grid.columns * grid.sides.length === run.parameters ? grid : undefined;
};
