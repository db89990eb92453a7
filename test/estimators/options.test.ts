import { describe, expect, it } from "vitest";
import { estimatorOf } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { variantsOf } from "../variants.ts";

const problem = threeStates();
const making = (options: object) => () => estimatorOf(problem, options);
const critic = { kind: "exact" };

describe("the options of an estimator", () => {
  it("refuse a λ or an n that nothing would read, and ask for the one that is missing", () => {
    expect(making({ kind: "actor-critic", critic })).toThrow(
      new RangeError('advantage "gae" needs lambda, from 0 to 1'),
    );
    expect(making({ kind: "actor-critic", critic, advantage: "lambda-return" })).toThrow(
      new RangeError('advantage "lambda-return" needs lambda, from 0 to 1'),
    );
    expect(making({ kind: "actor-critic", critic, advantage: "td", lambda: 0.5 })).toThrow(
      new RangeError('only advantage "gae" or "lambda-return" has lambda, from 0 to 1; advantage is "td"'),
    );
    expect(making({ kind: "actor-critic", critic, advantage: "n-step" })).toThrow(
      new RangeError('advantage "n-step" needs n, the steps before the bootstrap'),
    );
    expect(making({ kind: "actor-critic", critic, advantage: "gae", lambda: 1, n: 2 })).toThrow(
      new RangeError('only advantage "n-step" has n, the steps before the bootstrap; advantage is "gae"'),
    );
  });

  it("refuse to drop the γᵗ that the total return does not have", () => {
    expect(making({ kind: "reinforce", return: "total", stateWeight: "none" })).toThrow(
      'needs return "to-go"',
    );
    const undiscounted = threeStates({ stateWeight: "none" });
    expect(estimatorOf(undiscounted, { kind: "reinforce", return: "total" }).estimand.stateWeight).toBe(
      "discounted",
    );
  });

  it("refuse a critic of states where values of actions are needed", () => {
    const message =
      'critic "td" gives no action values; exact, sarsa, monte-carlo-q and boosted-trees with action "input" do';
    for (const kind of ["q-actor-critic", "all-action"])
      expect(making({ kind, critic: { kind: "td" } })).toThrow(new RangeError(message));
    expect(
      making({ kind: "reinforce", baseline: { kind: "action-dependent", critic: { kind: "td" } } }),
    ).toThrow(new RangeError(message));
  });

  it("refuse a baseline of actions for the total return, and one that adjusts what was normalized", () => {
    const baseline = { kind: "action-dependent", critic };
    expect(making({ kind: "reinforce", return: "total", baseline })).toThrow(
      new RangeError('baseline "action-dependent" needs return "to-go"'),
    );
    const message = 'normalize "batch" does not go with a baseline that adjusts the estimate itself';
    expect(making({ kind: "reinforce", baseline, normalize: "batch" })).toThrow(new RangeError(message));
    expect(
      making({ kind: "reinforce", baseline: { kind: "optimal-per-coordinate" }, normalize: "batch" }),
    ).toThrow(new RangeError(message));
  });

  it("ask for two trajectories where there is one to leave out", () => {
    for (const { name, estimator } of variantsOf(problem).filter(({ name }) => !/whitening|std/.test(name)))
      expect(estimator.takes.fewest, name).toBe(/leave-one-out| batch-(std|whitening) /.test(name) ? 2 : 1);
  });
});
