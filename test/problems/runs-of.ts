import { parse } from "yaml";
import { plan, type RunConfig } from "../../src/config/plan.ts";
import { studySchema } from "../../src/config/schema.ts";
import { chain } from "./specifications.ts";

/** The configurations of the runs of a study; what a test leaves out is small. */
export const runsOf = (study: object): RunConfig[] =>
  plan(
    studySchema.parse({
      name: "test",
      environment: { kind: "finite-mdp", ...parse(chain) },
      objective: { discount: 0.9, horizon: 3 },
      policy: { kind: "softmax", initial: [0, 0.5, 0.3, -0.2, 0, 0] },
      seeds: [0],
      ...study,
    }),
  );
