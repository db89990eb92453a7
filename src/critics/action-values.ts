import type { Critic } from "./critic.ts";

/** The action values of a critic. @throws RangeError for one that knows states only */
export const needActionValues = (
  critic: Critic,
  options: "agent" | { kind: string },
): NonNullable<Critic["actionValues"]> => {
  if (critic.actionValues === undefined) {
    const name = options === "agent" ? "of the agent" : `"${options.kind}"`;
    throw new RangeError(
      `critic ${name} gives no action values; exact, sarsa, monte-carlo-q and boosted-trees with action "input" do`,
    );
  }
  return critic.actionValues;
};
