import { batchKey } from "../bridge/batch-key.ts";
import { type DescribedBatches, nameIn, type RecordedBatch } from "../bridge/batches-file.ts";
import type { Frame, Tensor } from "../bridge/frame.ts";
import { UsageError } from "../errors/usage-error.ts";
import { bytesText } from "../size/bytes-text.ts";

/** Where in a study a batch is. */
export type Place = Omit<RecordedBatch, "trajectories" | "steps" | "seed" | "key">;

/** Keeps the batches that somebody else's code would be asked about, and answers with zeros. */
export class BatchRecorder {
  readonly batches: RecordedBatch[] = [];
  /** The arrays of all batches. */
  readonly arrays: Tensor[] = [];
  /** Texts that go with each of them. */
  shared: Readonly<Record<string, string>> = {};
  parameters = 0;
  readonly #most: number;
  #bytes = 0;

  /** @param most bytes of arrays, which are all in memory */
  constructor(most: number) {
    this.#most = most;
  }

  /** @throws UsageError if they are too many */
  answer(place: Place, tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>): Frame {
    const { seed: text, ...shared } = metadata;
    const seed = Number(text);
    for (const { name, shape, values } of tensors) {
      this.#bytes += values.byteLength;
      this.arrays.push({ name: nameIn(this.batches.length, name), shape, values: values.slice() });
    }
    if (this.#bytes > this.#most)
      throw new UsageError(
        `a file of batches has at most ${bytesText(this.#most)}; choose fewer seeds, probes or probe.replicates`,
      );
    const lengthOf = (wanted: string) => tensors.find(({ name }) => name === wanted)?.values.length ?? 0;
    const size = { trajectories: lengthOf("terminated"), steps: lengthOf("rewards") };
    this.batches.push({ ...place, ...size, seed, key: batchKey(tensors, seed) });
    this.shared = shared;
    this.parameters = lengthOf("theta");
    const zeros = new Float64Array(this.parameters);
    const gradient = { name: "gradient", shape: [zeros.length], values: zeros };
    return { tensors: new Map([["gradient", gradient]]), metadata: {} };
  }

  /** What the file says of them. */
  described(study: string, estimator: string): Omit<DescribedBatches, "trueslope" | "study_digest"> {
    return { study, estimator, parameters: this.parameters, batches: this.batches };
  }
}
