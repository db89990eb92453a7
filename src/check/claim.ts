/** A claim that was checked. */
export interface Claim {
  /** What is claimed, e.g. "three-state chain: J". */
  readonly what: string;
  readonly pass: boolean;
  /** What was found. */
  readonly figure: number;
  readonly expected: number;
  /** How far the figure may be from what is expected. */
  readonly tolerance: number;
  /** What else there is to know, e.g. the size of a bias that would have been seen. */
  readonly note?: string;
}

/** The claim that a figure is as expected, within a tolerance. A figure that is no number fails. */
export const near = (
  what: string,
  figure: number,
  expected: number,
  tolerance: number,
  note?: string,
): Claim => ({
  what,
  pass: Math.abs(figure - expected) <= tolerance,
  figure,
  expected,
  tolerance,
  ...(note !== undefined && { note }),
});

/** The claim that a figure that should be 0 is at most `limit`. */
export const atMost = (what: string, figure: number, limit: number, note?: string): Claim =>
  near(what, figure, 0, limit, note);
