import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/cli/exit.ts";
import { ConfigError, issueAt } from "../../src/errors/config-error.ts";
import { ContractError } from "../../src/errors/contract-error.ts";
import { errorOf, recordOf } from "../../src/errors/error-record.ts";
import { OutsideError } from "../../src/errors/outside-error.ts";
import { QueryError } from "../../src/errors/query-error.ts";
import { StoreError } from "../../src/errors/store-error.ts";
import { TrueslopeError } from "../../src/errors/trueslope-error.ts";
import { UsageError } from "../../src/errors/usage-error.ts";

const family = [
  new ConfigError([{ path: ["seeds"], message: "none" }]),
  new ContractError(["no reset"]),
  new StoreError("a.db does not exist."),
  new StoreError("a.db went away.", { code: "STORE_LOST" }),
  new OutsideError("python3 ended before it answered"),
  new QueryError("the query failed"),
  new UsageError("no such option"),
];

describe("the family of errors", () => {
  it("has a name, a code and an exit code each", () => {
    expect(family.map((error) => [error.name, error.code, exitCodeOf(error)])).toEqual([
      ["ConfigError", "CONFIG", 2],
      ["ContractError", "CONTRACT", 2],
      ["StoreError", "STORE", 2],
      ["StoreError", "STORE_LOST", 1],
      ["OutsideError", "OUTSIDE", 2],
      ["QueryError", "QUERY", 2],
      ["UsageError", "USAGE", 2],
    ]);
    expect(exitCodeOf(new RangeError("nobody has foreseen it"))).toBe(1);
  });

  it("crosses to another thread with its code, which an error itself does not", () => {
    for (const error of family) {
      const arrived = errorOf(structuredClone(recordOf(error)));
      expect(arrived).toBeInstanceOf(TrueslopeError);
      expect(arrived).toMatchObject({ message: error.message, code: error.code });
      expect((structuredClone(error) as TrueslopeError).code).toBeUndefined();
    }
  });

  it("leaves other errors without a code, however often they cross", () => {
    const once = recordOf(new RangeError("too far\n    at the end"));
    expect(once).toEqual({ message: "RangeError: too far", code: null });
    expect(recordOf(errorOf(once))).toEqual(once);
    expect(recordOf(new Error("plain")).message).toBe("plain");
    expect(recordOf(3)).toEqual({ message: "3", code: null });
  });
});

describe("an issue", () => {
  it("is told with its file and line, or else with its key", () => {
    const issues = [
      { path: ["objective", "discount"], message: "objective.discount must be at most 1; got 2" },
      { path: ["agents", 0], message: "no" },
      { path: [], message: "alone" },
    ];
    const told = (origin?: string, line?: number) =>
      new ConfigError(issues.map((issue) => (origin ? { ...issue, origin, line } : issue))).message;
    expect(told().split("\n")[1]).toBe("agents[0]: no");
    expect(told().split("\n")[2]).toBe("alone");
    expect(told("s.yaml").split("\n")[1]).toBe("s.yaml: no");
    expect(told("s.yaml", 3).split("\n")[0]).toBe("s.yaml:3: objective.discount must be at most 1; got 2");
  });

  it("is made at a key of what is refused there, one for each breach of a contract, and of nothing else", () => {
    const issuesOf = (thrown: Error) => {
      try {
        return issueAt(["policy"], () => {
          throw thrown;
        });
      } catch (error) {
        return error instanceof ConfigError ? error.issues : error;
      }
    };
    expect(issuesOf(new RangeError("too wide"))).toEqual([{ path: ["policy"], message: "too wide" }]);
    expect(issuesOf(new ContractError(["a", "b"]))).toEqual([
      { path: ["policy"], message: "a" },
      { path: ["policy"], message: "b" },
    ]);
    const bug = new TypeError("a bug");
    expect(issuesOf(bug)).toBe(bug);
  });
});
