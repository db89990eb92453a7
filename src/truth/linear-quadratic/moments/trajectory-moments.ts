import { power } from "../../../arithmetic/power.ts";
import type { StateWeight } from "../../../problem/objective.ts";
import type { TrajectoryMoments } from "../../discrete/trajectory.ts";
import { constantQuadratics, quadraticSize } from "../quadratic.ts";
import { CrossMoments } from "./cross-moments.ts";
import { Decomposition } from "./decomposition.ts";
import { formRewards, type QuadraticForm } from "./form-rewards.ts";
import type { QuadraticFrame } from "./frame.ts";
import { gaussianMean } from "./gaussian.ts";
import { accumulate, combine, type Monomials, type Polynomial } from "./monomials.ts";
import { pastRewardsOf } from "./past-rewards.ts";
import { RoundingOfPolynomials } from "./rounding.ts";
import { ScoreSums } from "./score-sums.ts";
import type { PolynomialVector } from "./scores.ts";
import { polynomialOf, Step } from "./step.ts";
import { WeightedScores } from "./weighted-scores.ts";

/**
 * The exact moments of one trajectory's estimate of a form, by one backward recursion over polynomials of x, whose
 * expectations over ε and w are Gaussian moments. Of the form only what is fixed beforehand may depend on x, and as
 * a quadratic.
 *
 * @returns undefined for "all-action", and for a form whose trajectories meet in a way that it knows no formula for
 */
export const trajectoryMoments = (
  frame: QuadraticFrame,
  form: QuadraticForm,
  stateWeight: StateWeight,
): TrajectoryMoments | undefined => {
  const { kind, across, values } = form;
  if (across !== "independent" && (values || (kind !== "total" && kind !== "to-go"))) return undefined;
  if (kind === "all-action") return undefined;

  const { solution, states } = frame;
  const { discount, horizon } = solution.objective;
  const D = states.variables;
  const constant = constantQuadratics(1, D, across === "independent" ? 0 : solution.value);
  /** b_t, a quadratic. # [1 + D + D²] */
  const baselineAt = (t: number): Float64Array => {
    if (values === undefined || kind === "gae") return constant;
    const row = values.slice(t * quadraticSize(D), (t + 1) * quadraticSize(D));
    return kind === "lambda-return" ? row.map((x) => -x) : row;
  };

  const rewards = formRewards(frame, form);
  const step = new Step(frame);
  step.decay = rewards.decay;
  const total = kind === "total";
  const weighted = total ? undefined : new WeightedScores(step);
  const sums = total || across !== "independent" ? new ScoreSums(step) : undefined;
  const cross =
    weighted && sums && across === "batch-mean" ? new CrossMoments(step, weighted, sums) : undefined;
  const past = total ? pastRewardsOf(solution, baselineAt(0)) : undefined;
  const parts = new Decomposition(past);
  const rounding = new RoundingOfPolynomials(total ? polynomialOf(states, baselineAt(0)) : undefined);
  for (let t = horizon - 1; t >= 0; t--) {
    step.coefficient = stateWeight === "discounted" && !total ? power(discount, t) : 1;
    const { gain, loss } = rewards.at(t);
    step.enter(t, gain, loss, polynomialOf(states, baselineAt(t)));
    for (const each of [weighted, sums, cross, parts]) each?.visit(step);
    rounding.visit(step);
  }

  const { means, covariances } = solution; // of x_0 come first
  const expected = (f: Polynomial) => gaussianMean(states, f, means, covariances);
  const vector = weighted?.mean ?? sums!.withReturn; // E[X | x_0]
  const mean = meanOf(vector, expected);
  /** E[(Y_0 − b)² ‖C‖² | x_0], Y_0 − b = Ȳ_0 + h(x_0). */
  const squaredAt = (h: Polynomial): Polynomial => {
    const { square, squareTimes, squareTwice } = sums!;
    const inner = states.multiply(h, combine([2, squareTimes], [1, states.multiply(h, square)]));
    return combine([1, squareTwice], [1, inner]);
  };
  const squared = (h: Polynomial) => expected(squaredAt(h));
  return {
    mean,
    square: weighted ? expected(weighted.square) : squared(step.gap),
    startSquare: expected(squareOf(vector, states)),
    parts,
    rounding: rounding.of(step, weighted ? weighted.square : squaredAt(step.gap)),
    ...(across !== "independent" &&
      sums && {
        returns: {
          variance: expected(combine([1, step.variance], [1, states.multiply(step.gap, step.gap)])),
          scoreSquare: expected(sums.square),
          withScore: meanOf(sums.withReturn, expected),
          ...((total || cross) && {
            own: {
              product: cross
                ? expected(combine([1, cross.productTimes], [1, states.multiply(step.gap, cross.product)]))
                : squared(step.gap),
              square: squared(step.gap),
            },
          }),
        },
      }),
  };
};

const meanOf = (vector: PolynomialVector, expected: (f: Polynomial) => number): Float64Array =>
  Float64Array.from(vector, (f) => (f === undefined ? 0 : expected(f)));

/** Σ_p f_p². */
const squareOf = (vector: PolynomialVector, states: Monomials): Polynomial => {
  const sum = states.zero(4);
  for (const f of vector) if (f !== undefined) accumulate(sum, 1, states.multiply(f, f));
  return sum;
};
