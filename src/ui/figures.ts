import type { Figure } from "../report/figure.ts";
import { figures as ofReport } from "../report/figures/index.ts";
import { alongTraining } from "./along-training.ts";

const [learning, ...others] = ofReport;

/** All figures of the page, in its order. */
export const figures: readonly Figure[] = [learning, alongTraining, ...others];
