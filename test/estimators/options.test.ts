import { describe, expect, it } from "vitest";
import { estimatorOf, threeStates } from "../problems.ts";
import { variantsOf } from "../variants.ts";

const problem = threeStates();
const making = (options: object) => () => estimatorOf(problem, options);
const critic = { kind: "exact" };

describe("the options of an estimator", () => {
  it("refuse a λ or an n that nothing would read, and ask for the one that is missing", () => {
    const lambda = (advantage: string) =>
      new RangeError(
        `lambda goes with advantage "gae" (0 to 1), and only with it; advantage is "${advantage}"`,
      );
    const n = (advantage: string) =>
      new RangeError(
        `n goes with advantage "n-step" (1, 2, …), and only with it; advantage is "${advantage}"`,
      );
    expect(making({ kind: "actor-critic", critic })).toThrow(lambda("gae"));
    expect(making({ kind: "actor-critic", critic, advantage: "td", lambda: 0.5 })).toThrow(lambda("td"));
    expect(making({ kind: "actor-critic", critic, advantage: "n-step" })).toThrow(n("n-step"));
    expect(making({ kind: "actor-critic", critic, advantage: "gae", lambda: 1, n: 2 })).toThrow(n("gae"));
  });

  it("refuse to drop the γᵗ that the total return does not have", () => {
    expect(making({ kind: "reinforce", return: "total", stateWeight: "none" })).toThrow(
      'needs return "to-go"',
    );
    const undiscounted = threeStates({ stateWeight: "none" });
    expect(estimatorOf(undiscounted, { kind: "reinforce", return: "total" }).stateWeight).toBe("discounted");
  });

  it("ask for two trajectories where there is one to leave out", () => {
    for (const { name, estimator } of variantsOf(problem))
      expect(estimator.minimumBatch, name).toBe(name.includes("leave-one-out") ? 2 : 1);
  });
});
