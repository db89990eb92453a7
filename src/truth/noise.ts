import type { TrueGradient } from "./true-gradient.ts";

/** A truth is taken for noise below so many times its error: of a pure noise the norm is about once that. */
const MIN_ERRORS = 2;
/** … and where its halves agree by no more than this: they are 60° apart, as halves of about that norm are. */
const MIN_AGREEMENT = 0.5;

/** What decides whether a gradient is a truth. */
export type Judged = Pick<TrueGradient, "method" | "norm" | "standardError" | "rounding" | "splitHalfCosine">;

/**
 * Why a gradient is no truth, in words; null if it is one. No cosine with it and no ratio to its norm mean anything where it
 * is zero, or where it is its own error: a reference below twice its standard error or whose halves disagree, an exact
 * gradient below twice its rounding.
 *
 * Every view, table and figure follows the column `truth.noise`, which is this.
 */
export const truthNoise = ({
  method,
  norm,
  standardError,
  rounding,
  splitHalfCosine,
}: Judged): string | null => {
  const [name, sign] = method === "exact" ? ["∇J", "‖∇J‖"] : ["reference", "‖Ĝ‖"];
  if (!(norm > 0)) return `${name} is 0`;
  const error = method === "exact" ? (rounding ?? 0) : standardError;
  if (norm < MIN_ERRORS * error)
    return `${name} is ${method === "exact" ? "rounding" : "noise"}: ${sign} = ${digits(norm)} ± ${digits(error)}`;
  if (splitHalfCosine !== undefined && !(splitHalfCosine > MIN_AGREEMENT))
    return `${name} is noise: its halves have the cosine ${splitHalfCosine.toFixed(2).replace("-", "−")}`;
  return null;
};

const digits = (value: number): string => String(Number(value.toPrecision(2)));
