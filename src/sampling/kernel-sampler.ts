import type { Stream } from "../random.ts";
import { BatchBuffer, type Sampler } from "../trajectories/batch.ts";
import { modelSampler } from "./model-sampler.ts";
import { type Drawn, type SamplerMemory, samplerMemory } from "./sampler-memory.ts";

/** Steps above which a batch might exceed the 4 GiB of a kernel's memory: those are drawn in TypeScript. */
const MAX_STEPS = 2 ** 27;

/** The policy that acts: sums over its actions, and a number that changes whenever they do. */
export interface ActingPolicy {
  readonly cumulative: Float64Array; // [S, A]
  readonly revision: number;
}

/**
 * Draws trajectories as `modelSampler` does, to the bit, from streams whose states a kernel can take on: in WebAssembly.
 * The arrays of the batch are views of its memory, which is made anew when a batch is larger.
 */
export const kernelSampler = (
  drawn: Drawn,
  policy: ActingPolicy,
  actionDraws: Stream,
  environmentDraws: Stream,
): Sampler => {
  const batch = new BatchBuffer(drawn.groupSize);
  const { horizon } = drawn;
  let memory: SamplerMemory | undefined;
  let revision = Number.NaN;

  /** A memory with room for more, which holds the first `count` trajectories. */
  const enlarge = (n: number, count: number): SamplerMemory => {
    const old = memory;
    const steps = count === 0 ? 0 : batch.offsets[count];
    const most = horizon * Math.max(n, batch.terminated.length);
    const room = Math.max(batch.rewards.length, Math.min(most, 2 * (steps + horizon)));
    const larger = samplerMemory(drawn, Math.max(n, batch.terminated.length), room);
    larger.policy.set(policy.cumulative);
    revision = policy.revision;
    if (old) {
      copy(old.first, larger.first, 1);
      copy(old.offsets, larger.offsets, count + 1);
      copy(old.lastStates, larger.lastStates, count);
      copy(old.terminated, larger.terminated, count);
      copy(old.states, larger.states, steps);
      copy(old.actions, larger.actions, steps);
      copy(old.rewards, larger.rewards, steps);
    }
    const { offsets, states, actions, rewards, lastStates, terminated } = larger;
    Object.assign(batch, { offsets, states, actions, rewards, lastStates, terminated });
    memory = larger;
    return larger;
  };

  /** Lets the streams go on where the kernel draws from them: another sampler may have drawn since. */
  const keepIn = (own: SamplerMemory): void => {
    actionDraws.keepIn(own.actionDraws);
    environmentDraws.keepIn(own.environmentDraws);
  };

  const { model, thresholds, groupSize } = drawn;
  const inTypeScript = modelSampler(
    model,
    thresholds,
    policy.cumulative,
    horizon,
    actionDraws,
    environmentDraws,
    groupSize,
  );

  return (trajectories) => {
    if (trajectories * horizon > MAX_STEPS) return inTypeScript(trajectories);
    let own =
      memory === undefined || batch.terminated.length < trajectories ? enlarge(trajectories, 0) : memory;
    if (revision !== policy.revision) {
      own.policy.set(policy.cumulative);
      revision = policy.revision;
    }
    keepIn(own);
    for (let from = 0; ; ) {
      from = own.kernel.sample(own.plan, from, trajectories);
      if (from === trajectories) break;
      own = enlarge(trajectories, from);
      keepIn(own);
    }
    batch.trajectories = trajectories;
    batch.steps = own.offsets[trajectories];
    return batch;
  };
};

const copy = <Numbers extends Int32Array | Float64Array | Uint8Array>(
  from: Numbers,
  to: Numbers,
  count: number,
): void => to.set(from.subarray(0, count));
