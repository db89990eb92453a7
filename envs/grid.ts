/** One step on a grid: rows down, columns to the right. */
export type Direction = readonly [down: number, right: number];

export const up: Direction = [-1, 0];
export const right: Direction = [0, 1];
export const down: Direction = [1, 0];
export const left: Direction = [0, -1];

/** The cell reached from `cell` (= row · columns + column); the edge of the grid keeps the position. */
export const neighbor = (rows: number, columns: number, cell: number, [dr, dc]: Direction): number => {
  const row = Math.floor(cell / columns) + dr;
  const column = (cell % columns) + dc;
  return row < 0 || row >= rows || column < 0 || column >= columns ? cell : row * columns + column;
};

/**
 * The actions that may be carried out when `action` is chosen, each with the same probability: on slippery
 * ground the chosen one and its neighbors in the circle of four; otherwise the chosen one only.
 */
export const carriedOut = (action: number, slippery: boolean): readonly number[] =>
  slippery ? [(action + 3) % 4, action, (action + 1) % 4] : [action];
