import type { Monomials, Polynomial } from "./monomials.ts";

/** f(x) as a polynomial of ζ, where x = L ζ: degrees do not mix, so that there is a block for each. */
export class Substitution {
  readonly #from: Monomials;
  readonly #to: Monomials;
  /** Of each monomial of x, its image over the monomials of ζ of the same degree. */
  readonly #images: readonly Float64Array[];

  /** @param matrix L. # [variables of `from`, variables of `to`] */
  constructor(from: Monomials, to: Monomials, matrix: Float64Array) {
    this.#from = from;
    this.#to = to;
    const images: Float64Array[] = [Float64Array.of(1)];
    for (let d = 1; d <= from.degree; d++) {
      const first = to.counts[d - 1];
      const before = d === 1 ? 0 : to.counts[d - 2];
      for (let i = from.counts[d - 1]; i < from.counts[d]; i++) {
        const v = from.last[i];
        const parent = images[from.lower[i * from.variables + v]];
        const image = new Float64Array(to.counts[d] - first);
        for (let m = 0; m < to.variables; m++) {
          const factor = matrix[v * to.variables + m];
          if (factor === 0) continue;
          for (let j = 0; j < parent.length; j++)
            image[to.product(1 + m, before + j) - first] += factor * parent[j];
        }
        images.push(image);
      }
    }
    this.#images = images;
  }

  apply(f: Polynomial): Polynomial {
    const [from, to] = [this.#from, this.#to];
    const degree = from.degreeOf(f);
    const out = to.zero(degree);
    for (let d = 0; d <= degree; d++) {
      const first = d === 0 ? 0 : to.counts[d - 1];
      for (let i = d === 0 ? 0 : from.counts[d - 1]; i < from.counts[d]; i++) {
        if (f[i] === 0) continue;
        const image = this.#images[i];
        for (let j = 0; j < image.length; j++) out[first + j] += f[i] * image[j];
      }
    }
    return out;
  }
}
