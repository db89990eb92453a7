import { describe, expect, it } from "vitest";
import { factorize, solve } from "../../src/linear-algebra/cholesky.ts";
import { largest, normals } from "../numbers.ts";

describe("the Cholesky factor", () => {
  it("of [4 ·; 2 5] is [2 ·; 1 2], whatever stands above the diagonal", () => {
    const matrix = Float64Array.of(4, Number.NaN, 2, 5);
    factorize(matrix, 2);
    expect([...matrix]).toEqual([2, Number.NaN, 1, 2]);
    const x = Float64Array.of(8, 12); // = [4 2; 2 5] (1, 2)ᵀ
    solve(matrix, x);
    expect([...x]).toEqual([1, 2]);
  });

  it.each([1, 2, 7, 40])("solves a random system of %i unknowns", (size) => {
    const factors = normals(size * size, "cholesky", `${size}`);
    const x = normals(size, "solution", `${size}`);
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      matrix[i * size + i] = 1;
      for (let j = 0; j < size; j++)
        for (let k = 0; k < size; k++) matrix[i * size + j] += factors[i * size + k] * factors[j * size + k];
    }
    const vector = x.map((_, i) => x.reduce((sum, y, j) => sum + matrix[i * size + j] * y, 0));
    factorize(matrix, size);
    solve(matrix, vector);
    expect(largest(vector.map((y, j) => y - x[j]))).toBeLessThan(1e-10);
  });

  it("of a matrix that is not positive definite is not a number", () => {
    const matrix = Float64Array.of(1, 0, 2, 1);
    factorize(matrix, 2);
    expect(matrix[3]).toBeNaN();
  });
});
