/** 2²⁷ + 1 splits a double into two halves of 26 bits. */
const SPLITTER = 134217729;

/**
 * A sum of numbers and of products of two, as if with twice the digits: what is left of large terms that cancel is
 * right to its last bits. Reused; no allocation.
 *
 * Source: Dekker (1971), A floating-point technique for extending the available precision, TwoSum and TwoProduct.
 */
export class CompensatedSum {
  #high = 0;
  #low = 0;

  /** Begins with one number. */
  start(x: number): void {
    this.#high = x;
    this.#low = 0;
  }

  add(x: number): void {
    const sum = this.#high + x;
    const part = sum - this.#high;
    this.#low += this.#high - (sum - part) + (x - part);
    this.#high = sum;
  }

  /** Adds x y, whose halves are not to overflow: |x|, |y| < 1e150. */
  addProduct(x: number, y: number): void {
    const product = x * y;
    const [a, b] = [SPLITTER * x, SPLITTER * y];
    const [xHigh, yHigh] = [a - (a - x), b - (b - y)];
    const [xLow, yLow] = [x - xHigh, y - yHigh];
    this.#low += xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
    this.add(product);
  }

  get value(): number {
    return this.#high + this.#low;
  }
}
