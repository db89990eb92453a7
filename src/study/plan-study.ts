import { plan, type RunConfig } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import { completeStudy, type StudyInput } from "./complete-study.ts";

/** The runs of a study, in the order agents × seeds. @throws ConfigError with everything that is wrong with it */
export const planStudy = (study: StudyInput | Study): RunConfig[] => plan(completeStudy(study));
