/** Some significant digits, in the shorter of the plain and the exponential form, which has three: 0.0213, 2.13e-5, 12300. */
export const shortNumber = (value: number, digits = 3): string => {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? value.toExponential(2)
    : String(Number(value.toPrecision(digits)));
};
