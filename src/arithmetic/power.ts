/**
 * baseⁿ for n = 0, 1, 2 …, by repeated squaring: products only, which every engine rounds alike. `**` and `Math.pow` are
 * left to the engine (ECMA-262, Number::exponentiate), and Node.js 24 rounds a tenth of the powers of 0.9 otherwise than
 * Node.js 22 does. A relative error of at most about n units in the last place; where the power is an integer below
 * 2⁵³, none.
 *
 * Source: Knuth (1997), The Art of Computer Programming 2, §4.6.3, algorithm A.
 *
 * @throws RangeError if n is not an integer from 0 to 2⁵³ − 1
 */
export const power = (base: number, exponent: number): number => {
  if (!(Number.isSafeInteger(exponent) && exponent >= 0))
    throw new RangeError(`an exponent must be an integer from 0 to 2⁵³ − 1; got ${exponent}`);
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
};

/** 10ⁿ, the nearest float64. @param exponent an integer, negative ones too */
export const powerOfTen = (exponent: number): number => Number(`1e${exponent}`);
