import { expect, it } from "vitest";
import { stream } from "../../src/random.ts";
import { BackwardVectors } from "../../src/truth/discrete/backward-vectors.ts";
import { scoreSupportOf } from "../../src/truth/discrete/score-support.ts";
import type { Scores } from "../../src/truth/discrete/scores.ts";
import type { Successors } from "../../src/truth/discrete/successors.ts";

const STATES = 5;
const SIZE = 3; // parameters of each state, one action

/** 0, 1, 2 reach each other and 3; 3 goes to itself and to 4, which goes nowhere: domains of 15, 6 and 3 parameters. */
const SUCCESSORS: Successors = {
  first: Int32Array.of(0, 2, 5, 6, 8, 8),
  next: Int32Array.of(1, 2, 0, 3, 2, 0, 4, 3),
  of: new Int32Array(0),
};

const draws = stream("backward vectors");
const random = (count: number) => Float64Array.from({ length: count }, () => 2 * draws.next() - 1);

const SCORES: Scores = {
  first: Int32Array.from({ length: STATES + 1 }, (_, s) => s * SIZE),
  parameters: Int32Array.from({ length: STATES * SIZE }, (_, j) => j),
  values: random(STATES * SIZE),
  squares: new Float64Array(STATES),
};

/** Coefficients of each successor at each step, and of the score. */
const STEPS = [true, true, false, true].map((withV) => ({
  uu: random(8),
  uv: withV ? random(8) : new Float64Array(8),
  vv: withV ? random(8) : new Float64Array(8),
  ofU: random(STATES),
  ofV: random(STATES),
}));

/** Visits every successor with its state. */
const eachSuccessor = <T>(take: (s: number, k: number) => T): T[] =>
  Array.from({ length: STATES }, (_, s) => s).flatMap((s) =>
    Array.from({ length: SUCCESSORS.first[s + 1] - SUCCESSORS.first[s] }, (_, i) =>
      take(s, SUCCESSORS.first[s] + i),
    ),
  );

/** The same over vectors of all parameters: after all steps ‖U(s)‖² of every state, and ψ(s)·V(s') of every successor. */
const byWholeVectors = () => {
  const zeros = () => Array.from({ length: STATES }, () => new Float64Array(STATES * SIZE));
  let [u, v] = [zeros(), zeros()];
  for (const { uu, uv, vv, ofU, ofV } of STEPS) {
    const [laterU, laterV] = [u, v];
    [u, v] = [zeros(), zeros()];
    for (let s = 0; s < STATES; s++) {
      for (let k = SUCCESSORS.first[s]; k < SUCCESSORS.first[s + 1]; k++) {
        const later = SUCCESSORS.next[k];
        for (let j = 0; j < STATES * SIZE; j++) {
          u[s][j] += uu[k] * laterU[later][j];
          v[s][j] += uv[k] * laterU[later][j] + vv[k] * laterV[later][j];
        }
      }
      for (let k = 0; k < SIZE; k++) {
        u[s][s * SIZE + k] += ofU[s] * SCORES.values[s * SIZE + k];
        v[s][s * SIZE + k] += ofV[s] * SCORES.values[s * SIZE + k];
      }
    }
  }
  const dot = (s: number, vector: Float64Array): number => {
    let sum = 0;
    for (let j = s * SIZE; j < (s + 1) * SIZE; j++) sum += SCORES.values[j] * vector[j];
    return sum;
  };
  return {
    squares: u.map((vector) => vector.reduce((sum, x) => sum + x * x, 0)),
    products: eachSuccessor((s, k) => dot(s, v[SUCCESSORS.next[k]])),
  };
};

it("vectors that are kept on their domains and carried by the kernel have the bits of whole ones", () => {
  const vectors = new BackwardVectors(SUCCESSORS, SCORES, scoreSupportOf(SUCCESSORS, SCORES));
  for (const { uu, uv, vv, ofU, ofV } of STEPS) {
    vectors.back();
    for (let s = 0; s < STATES; s++) {
      vectors.clear();
      for (let k = SUCCESSORS.first[s]; k < SUCCESSORS.first[s + 1]; k++)
        vectors.carry(s, k, uu[k], uv[k], vv[k]);
      vectors.finishCarry(s);
      vectors.addScore(s, 0, ofU[s], ofV[s]);
    }
  }
  const { squares, products } = byWholeVectors();
  expect(squares.every((square) => square > 0)).toBe(true);
  expect(products.filter((product) => product !== 0)).toHaveLength(6); // from 3 nothing leads back to 0, 1, 2
  expect(Array.from({ length: STATES }, (_, s) => vectors.squareOf(s))).toEqual(squares);
  vectors.back();
  expect(eachSuccessor((s, k) => vectors.dotLater(s, 0, k, 0, 1))).toEqual(products);
});
