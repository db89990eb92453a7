import { readAnswers } from "../bridge/gradients-file.ts";
import { recordedFile } from "../config/recorded-file.ts";
import type { Study } from "../config/schema.ts";
import { UsageError } from "../errors/usage-error.ts";
import { digestOfBatches } from "./record-batches.ts";
import { withEstimator } from "./with-estimator.ts";

/**
 * A study with one more estimator in its probe, whose gradients were computed elsewhere of the study's batches.
 *
 * @param path of the gradients, from the working folder
 * @throws UsageError if the file is none, or of another study
 */
export const judgedStudy = (study: Study, path: string): Study => {
  const { batches } = usable(() => readAnswers(path));
  if (batches.study_digest !== digestOfBatches(study))
    throw new UsageError(
      `${path} is of batches of ${batches.study === study.name ? "another version of the study" : "the study"} ` +
        `${batches.study}, whose runs are not those of ${study.name}: write its batches anew`,
    );
  return withEstimator(study, { name: batches.estimator, kind: "recorded", ...recordedFile(path) });
};

const usable = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
};
