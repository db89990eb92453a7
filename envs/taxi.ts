import { z } from "zod";
import { finiteEnvironment, type Transition } from "./finite-environment.ts";
import { down, left, neighbor, right, up } from "./grid.ts";
import { environmentKind } from "./kind.ts";

const SIDE = 5; // rows and columns
const STANDS = [0, 4, 20, 23]; // cells of red, green, yellow, blue
const ABOARD = 4; // the passenger's place while in the taxi
const moves = [down, up, right, left];
const PICKUP = 4;

/** Cells with a wall on their east side. */
const walls = new Set([1, 6, 15, 17, 20, 22]);

const encode = (cell: number, passenger: number, destination: number) =>
  (cell * (STANDS.length + 1) + passenger) * STANDS.length + destination;

const decode = (state: number) => ({
  cell: Math.floor(state / 20),
  passenger: Math.floor(state / 4) % 5,
  destination: state % 4,
});

const drive = (cell: number, action: number): number => {
  const next = neighbor(SIDE, SIDE, cell, moves[action]);
  const blocked = (moves[action] === right && walls.has(cell)) || (moves[action] === left && walls.has(next));
  return blocked ? cell : next;
};

const act = (state: number, action: number): Transition => {
  const { cell, passenger, destination } = decode(state);
  if (action < PICKUP) return [1, encode(drive(cell, action), passenger, destination), -1, false];
  const stand = STANDS.indexOf(cell);
  if (stand < 0) return [1, state, -10, false];
  if (action === PICKUP) {
    return passenger === stand ? [1, encode(cell, ABOARD, destination), -1, false] : [1, state, -10, false];
  }
  if (passenger !== ABOARD) return [1, state, -10, false];
  const arrived = stand === destination;
  return [1, encode(cell, stand, destination), arrived ? 20 : -1, arrived];
};

/**
 * Taxi of Gymnasium (Dietterich 2000, JAIR 13): −1 per step, +20 for setting the passenger down
 * at the destination, −10 for a pickup or dropoff that is not possible. Actions: 0 south, 1 north, 2 east,
 * 3 west, 4 pickup, 5 dropoff. State = ((5 · row + column) · 5 + passenger) · 4 + destination.
 */
export const taxi = environmentKind({
  summary: "5 by 5 grid: fetch a passenger and drive to the destination (Gymnasium Taxi)",
  options: z.strictObject({}),
  create() {
    const states = SIDE * SIDE * (STANDS.length + 1) * STANDS.length;
    const waiting = Array.from({ length: states }, (_, state) => {
      const { passenger, destination } = decode(state);
      return passenger !== ABOARD && passenger !== destination;
    });
    const starts = waiting.filter(Boolean).length; // 300
    return finiteEnvironment("taxi", {
      states,
      actions: moves.length + 2,
      initial: waiting.map((possible) => (possible ? 1 / starts : 0)),
      outcomes: (state, action) => [act(state, action)],
    });
  },
});
