import { type DescribedBatches, describedBatches, type RecordedBatch } from "./batches-file.ts";
import type { Tensor } from "./frame.ts";
import { readFrameFile } from "./frame-file.ts";

/** What was computed elsewhere of recorded batches. */
export interface RecordedAnswers {
  readonly batches: DescribedBatches;
  /** A gradient of each batch; or the advantages of its steps. */
  readonly of: "gradients" | "advantages";
  /** What was computed of the batch of a key; undefined of one that was not recorded. */
  answerTo(key: string): ArrayLike<number> | undefined;
}

/** Numbers of each batch, in each of the two arrays that a file may hold. */
const LENGTHS = {
  gradients: (_: RecordedBatch, parameters: number) => parameters,
  advantages: ({ steps }: RecordedBatch) => steps,
};

/**
 * Reads `gradients` [batches, P], or `advantages` [steps of all batches], in the order of the file of batches, whose metadata
 * were written along.
 * @throws RangeError if that is not what the file holds, or if a number is not finite
 */
export const readAnswers = (path: string): RecordedAnswers => {
  const frame = readFrameFile(path);
  try {
    const batches = describedBatches(frame);
    const [of, ...more] = (["gradients", "advantages"] as const).filter((name) => frame.tensors.has(name));
    if (of === undefined || more.length > 0)
      throw new RangeError(
        `expected gradients [batches, P] or advantages [steps]; there is ${[...frame.tensors.keys()].join(", ") || "nothing"}`,
      );
    const { values, shape } = frame.tensors.get(of) as Tensor;
    const starts = startsOf(batches, of);
    const needed = starts[batches.batches.length];
    if (values.length !== needed || (of === "gradients" && shape[0] !== batches.batches.length))
      throw new RangeError(
        `${of} has the shape [${shape.join(", ")}]; expected ${expected(batches, of, needed)}`,
      );
    const places = new Map(batches.batches.map(({ key }, i) => [key, i]));
    const wrong = values.findIndex((each) => !Number.isFinite(each));
    if (wrong >= 0) {
      const i = starts.findLastIndex((start) => start <= wrong);
      const place = `number ${wrong - starts[i]} of batch ${i} (${placeText(batches.batches[i])})`;
      throw new RangeError(`${of}: ${place} is ${values[wrong]}`);
    }
    return {
      ...{ batches, of },
      answerTo(key) {
        const i = places.get(key);
        return i === undefined ? undefined : values.subarray(starts[i], starts[i + 1]);
      },
    };
  } catch (error) {
    throw new RangeError(`${path}: ${(error as Error).message}`);
  }
};

/** Where the numbers of each batch begin, and the end. # [batches + 1] */
const startsOf = ({ batches, parameters }: DescribedBatches, of: keyof typeof LENGTHS): number[] => {
  const starts = [0];
  for (const [i, batch] of batches.entries()) starts.push(starts[i] + LENGTHS[of](batch, parameters));
  return starts;
};

const expected = (
  { batches, parameters }: DescribedBatches,
  of: keyof typeof LENGTHS,
  needed: number,
): string =>
  of === "gradients"
    ? `a row for each of ${batches.length} batches, of ${parameters} parameters`
    : `the ${needed} steps of ${batches.length} batches`;

/** Which batch it is, in words. */
const placeText = ({ agent, run_seed, iteration, trajectories, replicate, stream }: RecordedBatch): string =>
  `agent ${agent}, seed ${run_seed}, iteration ${iteration}, ` +
  (stream === undefined ? `batch size ${trajectories}, replicate ${replicate}` : `stream ${stream}`);
