import { choice, type Finding, fault, fine } from "../finding.ts";
import type { Structure } from "../structure.ts";

const mean = (text: string): Finding => choice("divisor", "means-over-steps", text);

export const divisor = ({ coefficients: { divisor }, known }: Structure): Finding => {
  const times = known?.factor ? `, times ${known.factor}` : "";
  switch (divisor.kind) {
    case "trajectory":
      return mean(`a mean over the steps of each trajectory, then over trajectories${times}`);
    case "group":
      return mean(`a mean over all steps of each group, then over groups${times}`);
    case "minibatches":
      return mean(
        `a mean over the steps of each of ${divisor.count} minibatches, ${divisor.added ? "added up" : "then over minibatches"}`,
      );
    case "pieces":
      return fault(
        "divisor",
        "averaged-pieces",
        `means of pieces are averaged: a step counts 1/(steps of its piece of ${"steps" in divisor ? `${divisor.steps} steps` : `${divisor.trajectories} trajectories`})`,
      );
    case "one":
      switch (known?.by) {
        case "trajectories":
          return fine("divisor", `a sum over steps, a mean over trajectories${times}`);
        case "steps":
          return mean(`a mean over all steps of the batch, not over trajectories${times}`);
        case "padded-steps":
          return mean(`a mean over trajectories × the longest length${times}`);
        case "nothing":
          return choice("divisor", "constant-factors", `a sum over the batch, not a mean${times}`);
        default:
          return choice("divisor", "constant-factors", "what it is divided by is not known");
      }
  }
};
