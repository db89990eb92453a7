import { UsageError } from "../errors/usage-error.ts";

/** What a page asks to see; what it does not ask for is chosen. */
export interface Choice {
  readonly study?: string | undefined;
  readonly agent?: string | undefined;
  readonly iteration?: number | undefined;
  /** Estimators and batch sizes that are not shown. */
  readonly without: { readonly estimators: readonly string[]; readonly batchSizes: readonly number[] };
}

/** @throws UsageError if a number is none */
export const choiceOf = (words: URLSearchParams): Choice => {
  const text = (name: string) => words.get(name) || undefined;
  const iteration = text("iteration");
  return {
    study: text("study"),
    agent: text("agent"),
    iteration: iteration === undefined ? undefined : whole("iteration", iteration),
    without: {
      estimators: words.getAll("no-estimator"),
      batchSizes: words.getAll("no-batch").map((size) => whole("no-batch", size)),
    },
  };
};

const whole = (name: string, text: string): number => {
  if (!/^\d{1,15}$/.test(text))
    throw new UsageError(`${name} must be a whole number; got ${text.slice(0, 40)}`);
  return Number(text);
};
