import type { Study } from "../config/schema.ts";
import { completeStudy, type StudyInput } from "./complete-study.ts";

/** A study with a probe, and the same with one more estimator in it. @throws ConfigError if that cannot be */
export const withEstimator = (
  study: Study,
  estimator: { readonly name: string; readonly kind: string; readonly [option: string]: unknown },
): Study => {
  const { batchSizes = [], replicates, estimators = [], ...probe } = study.probe ?? {};
  const cells = batchSizes.length > 0 && { batchSizes, replicates }; // of a probe by pairs alone there are none
  return completeStudy({
    ...study,
    probe: { ...probe, ...cells, estimators: [...estimators, estimator] },
  } as StudyInput);
};
