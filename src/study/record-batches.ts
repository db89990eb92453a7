import { createHash } from "node:crypto";
import { batchesFile } from "../bridge/batches-file.ts";
import type { AskOutside, OutsideCodeOptions } from "../bridge/outside-code.ts";
import { hashOf, plan, type RunConfig } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import type { CriticOptions } from "../critics/choice.ts";
import { UsageError } from "../errors/usage-error.ts";
import { run } from "../run/run.ts";
import { codeOfOthers } from "../setup/code-of-others.ts";
import { BatchRecorder, type Place } from "./batch-recorder.ts";
import { withEstimator } from "./with-estimator.ts";

/** Bytes of the arrays of one file, all of which are in memory until it is written. */
const MAX_BYTES = 2 ** 30;

/** A command that is not started: what it would be asked is written down. */
const RECORDED = ["trueslope", "batches"];

/** What is written along. */
export interface RecordOptions {
  /** Name of the estimator that the batches are for: the seeds are of its stream. */
  readonly name: string;
  /** Whose values go with the batches; none if not given. */
  readonly critic?: CriticOptions | undefined;
  /** Most bytes of arrays; 1 GiB if not given. */
  readonly most?: number;
}

/**
 * Runs a study to hand out the batches of its probes, as an estimator of another program would get them.
 *
 * @returns the number of batches, and the parts of their file
 * @throws ConfigError if the estimator cannot be; UsageError if there is no probe, or too much of it for one file
 */
export const recordBatches = (
  study: Study,
  { name, critic, most = MAX_BYTES }: RecordOptions,
): { readonly count: number; readonly parts: readonly Uint8Array[] } => {
  const configs = recordedRuns(study, { name, critic });
  if (configs.length === 0)
    throw new UsageError(`study ${study.name} has no probe, whose batches could be written`);
  const recorder = new BatchRecorder(most);
  for (const config of configs) {
    const placed = placesIn(config);
    const outside = (asked: OutsideCodeOptions): AskOutside =>
      asked.command.join() === RECORDED.join()
        ? (tensors, metadata) => recorder.answer(placed.next(), tensors, metadata)
        : codeOfOthers.outside(asked);
    let failure: unknown;
    run(config, undefined, undefined, { code: { ...codeOfOthers, outside } }).subscribe({
      next: (event) => event.type === "probe" && placed.begin(event.iteration),
      error: (error: unknown) => {
        failure = error;
      },
    });
    if (failure !== undefined) throw failure;
  }
  const described = { ...recorder.described(study.name, name), study_digest: digestOfBatches(study) };
  return { count: recorder.batches.length, parts: batchesFile(described, recorder.arrays, recorder.shared) };
};

/** The probed runs, with one estimator beside the agent's own, and nothing else that is measured. */
const recordedRuns = (study: Study, { name, critic }: RecordOptions): RunConfig[] => {
  if (study.probe === undefined) return [];
  const whole = withEstimator(study, { name, kind: "external", command: RECORDED, critic });
  return plan(whole).flatMap((config) =>
    config.probe ? [bare(config, config.probe.estimators.slice(-1))] : [],
  );
};

/** A run with those estimators in its probe, and nothing that draws or measures besides. */
const bare = (
  { probe, ...config }: RunConfig,
  estimators: NonNullable<RunConfig["probe"]>["estimators"],
): RunConfig => ({
  ...{ ...config, evaluate: undefined },
  ...(probe && { probe: { ...probe, estimators, diagnostics: undefined, exactMoments: false } }),
});

/** Which batch of a run is asked about: the cells of a probe in the order of its batch sizes, then its streams. */
const placesIn = ({ agent, seed, probe }: RunConfig) => {
  const { batchSizes = [], replicates = 0, pairs = [] } = probe ?? {};
  const cells = batchSizes.length * replicates;
  let [iteration, asked] = [0, 0];
  return {
    begin(at: number) {
      iteration = at;
      asked = 0;
    },
    next(): Place {
      const i = asked++;
      const place =
        i < cells ? { replicate: i % replicates } : { stream: Math.floor((i - cells) / pairs.length) };
      return { agent: agent.name, run_seed: seed, iteration, ...place };
    },
  };
};

/** Identifies the batches of a study's probes: whatever else is measured of them does not change it. SHA-256, hexadecimal. */
export const digestOfBatches = (study: Study): string =>
  createHash("sha256")
    .update(
      plan(study)
        .map((config) => hashOf(bare(config, [])))
        .join(" "),
    )
    .digest("hex");
