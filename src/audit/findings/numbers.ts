export const number = (value: number): string => String(Number(value.toPrecision(4)));

export const percent = (part: number): string => `${Number((100 * part).toPrecision(2))} %`;

/** Whether what was read is a figure that is known. */
export const isNear = (a: number | undefined, b: number): boolean =>
  a !== undefined && Math.abs(a - b) < 2e-3;

/** A difference that is to be 0, of which the order tells. */
export const size = (value: number): string => (value === 0 ? "0" : value.toExponential(0));
