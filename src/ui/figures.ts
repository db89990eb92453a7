import type { Figure } from "../report/figure.ts";
import { figures as ofReport } from "../report/figures/index.ts";
import { alongTraining } from "./along-training.ts";

/** All figures of the page, in its order: that of the report, with all estimators along training after the agents' own. */
export const figures: readonly Figure[] = ofReport.flatMap((figure): readonly Figure[] =>
  figure.name === "training" ? [figure, alongTraining] : [figure],
);
