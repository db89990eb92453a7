import { writeFileSync } from "node:fs";
import { encodeFrame } from "../../bridge/frame.ts";
import { StoreError } from "../../errors/store-error.ts";
import { writeTogether } from "../../files/write-together.ts";
import { description, tensorsOf } from "./described.ts";
import { restoredRun } from "./restored-run.ts";

const ENDING = ".safetensors";

/** What to write, and where. */
export interface PolicyOptions {
  /** A name that ends in .safetensors; the description is beside it, in .json. */
  readonly output: string;
  /** Number of the run; may be left out where there is one only. */
  readonly run?: number | undefined;
  /** Whether files that are there already are replaced. */
  readonly force?: boolean;
}

/** What was written. */
export interface ExportedPolicy {
  readonly tensors: string;
  readonly description: string;
  /** Numbers in all tensors. */
  readonly count: number;
}

/**
 * Writes the policy of a finished run, with the values and the normalizer that were learned with it, as tensors with the names
 * and the layout of PyTorch.
 *
 * @throws StoreError if the run cannot be found, its environment is not at hand, or a file cannot be written
 */
export const exportPolicy = async (path: string, options: PolicyOptions): Promise<ExportedPolicy> => {
  const { output, run, force = false } = options;
  if (!output.endsWith(ENDING)) throw new StoreError(`-o must end in ${ENDING} for a policy; got ${output}`);
  const { origin, setup } = await restoredRun(path, run);
  const tensors = tensorsOf(setup);
  const text = JSON.stringify(description(setup, origin), null, 2);
  const beside = `${output.slice(0, -ENDING.length)}.json`;
  writeTogether([output, beside], force, (place, temporary) =>
    writeFileSync(temporary, place === beside ? `${text}\n` : encodeFrame(tensors, { trueslope: text })),
  );
  setup.point.problem.environment.dispose?.();
  const count = tensors.reduce((sum, { values }) => sum + values.length, 0);
  return { tensors: output, description: beside, count };
};
