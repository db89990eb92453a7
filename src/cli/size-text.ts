import { bytesText } from "../size/bytes-text.ts";
import type { StudySize } from "../size/study-size.ts";

/** One line for what a study takes. */
export const sizeText = ({ disk, memory, steps }: StudySize): string =>
  `It takes about ${bytesText(disk)} on disk, at most ${bytesText(memory)} of memory for the arrays of each worker, ` +
  `and at most ${steps >= 1e6 ? steps.toExponential(2) : steps} environment steps.`;
