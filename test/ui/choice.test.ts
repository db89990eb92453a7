import { expect, test } from "vitest";
import { UsageError } from "../../src/errors/usage-error.ts";
import { choiceOf } from "../../src/ui/choice.ts";

const of = (words: string) => choiceOf(new URLSearchParams(words));

test("what is not chosen is left open", () => {
  const open = { without: { estimators: [], batchSizes: [] } };
  expect(of("")).toEqual(open);
  expect(of("study=&agent=&iteration=")).toEqual(open);
});

test("names are taken as they are, and lists may be long", () => {
  expect(of("study=a%26b&agent=%27x%22&iteration=50&no-estimator=a,b&no-estimator=c&no-batch=8")).toEqual({
    study: "a&b",
    agent: `'x"`,
    iteration: 50,
    without: { estimators: ["a,b", "c"], batchSizes: [8] },
  });
});

test.each([
  "iteration=x",
  "iteration=-1",
  "iteration=1.5",
  "iteration=1e3",
  "no-batch=",
  "no-batch=1&no-batch=2)",
])("%s is no number", (words) => {
  expect(() => of(words)).toThrow(UsageError);
});
