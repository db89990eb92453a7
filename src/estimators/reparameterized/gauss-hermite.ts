/** Nodes and weights of a quadrature: E[f(ε)] ≈ Σ_i weight_i f(node_i), in ascending order. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss–Hermite quadrature for ε ~ N(0, 1): exact where f is a polynomial of degree 2n − 1 or less. The nodes are the
 * roots of the Hermite polynomial He_n, one between any two neighbors among those of He_{n−1}; the weights are
 * 1/(n p_{n−1}(x)²) with p the orthonormal polynomials, x p_k = √(k+1) p_{k+1} + √k p_{k−1}.
 *
 * Source: Golub & Welsch (1969), Calculation of Gauss quadrature rules; interlacing: Szegő (1939), §3.3.
 */
export const gaussHermite = (n: number): Quadrature => {
  const found = known.get(n) ?? compute(n);
  known.set(n, found);
  return found;
};

const known = new Map<number, Quadrature>();

const compute = (n: number): Quadrature => {
  let roots: number[] = [];
  for (let k = 1; k <= n; k++) {
    const edge = 2 * Math.sqrt(k) + 1; // beyond all roots of He_k
    const between = [-edge, ...roots, edge];
    roots = Array.from({ length: k }, (_, i) => rootOf(k, between[i], between[i + 1]));
  }
  const nodes = Float64Array.from(roots, (x, i) => (x - roots[n - 1 - i]) / 2); // symmetric to the last bit
  return { nodes, weights: nodes.map((x) => 1 / (n * orthonormal(n - 1, x) ** 2)) };
};

/** p_n(x). */
const orthonormal = (n: number, x: number): number => {
  let before = 0;
  let value = 1;
  for (let k = 0; k < n; k++) {
    const next = (x * value - Math.sqrt(k) * before) / Math.sqrt(k + 1);
    before = value;
    value = next;
  }
  return value;
};

/** The only root of p_n between two places, by halving. */
const rootOf = (n: number, low: number, high: number): number => {
  const rises = orthonormal(n, high) > 0;
  for (let from = low, to = high; ; ) {
    const middle = (from + to) / 2;
    if (middle <= from || middle >= to) return middle;
    if (orthonormal(n, middle) > 0 === rises) to = middle;
    else from = middle;
  }
};
