import { z } from "zod";
import { type Frame, frameParts, type Tensor } from "./frame.ts";

/** What a file of batches says of one of them. */
const recordedBatch = z.object({
  agent: z.string(),
  run_seed: z.int(),
  iteration: z.int(),
  /** Trajectories; or, where it is of a stream of pairs, … */
  trajectories: z.int(),
  /** … the stream, and its first steps. */
  stream: z.int().optional(),
  replicate: z.int().optional(),
  steps: z.int(),
  /** Of the draws of whoever answers. */
  seed: z.int(),
  /** See `batchKey`. */
  key: z.string(),
});
export type RecordedBatch = z.output<typeof recordedBatch>;

const described = z.object({
  trueslope: z.literal("batches 1"),
  study: z.string(),
  /** See `digestOfBatches`. */
  study_digest: z.string(),
  /** Name of the estimator that was asked, whose stream the seeds are of. */
  estimator: z.string(),
  /** P. */
  parameters: z.coerce.number().int(),
  batches: z.string().transform((text, context) => {
    const { success, data } = z.array(recordedBatch).safeParse(parsed(text));
    if (success) return data;
    context.addIssue({ code: "custom", message: "is no list of batches" });
    return z.NEVER;
  }),
});
/** What the metadata of a file of batches, and of one of gradients of them, say. */
export type DescribedBatches = z.output<typeof described>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The name of an array of batch i in a file. */
export const nameIn = (i: number, name: string): string => `${i}.${name}`;

/** The parts of a file of batches, one after the other. @param shared what is the same of all, as texts */
export const batchesFile = (
  { batches, parameters, ...texts }: Omit<DescribedBatches, "trueslope">,
  tensors: readonly Tensor[],
  shared: Readonly<Record<string, string>>,
): readonly Uint8Array[] =>
  frameParts(tensors, {
    trueslope: "batches 1",
    ...texts,
    parameters: String(parameters),
    ...shared,
    batches: JSON.stringify(batches),
  });

/** What the metadata of a file say. @throws RangeError if they are not those of a file of batches */
export const describedBatches = ({ metadata }: Frame): DescribedBatches => {
  const { success, data, error } = described.safeParse(metadata);
  if (success) return data;
  const [{ path, message }] = error.issues;
  throw new RangeError(
    `its metadata are not those of a file of trueslope batches, which must be written along (${path.join(".")}: ${message})`,
  );
};
