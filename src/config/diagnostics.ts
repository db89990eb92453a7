import { z } from "zod";

/** The diagnostics of a probe, each only where it is asked for. */
export const diagnostics = z
  .strictObject({
    variance: z
      .strictObject({
        blocks: z.int().min(2).default(32).describe("independent blocks; the error is taken over them"),
        blockSize: z.int().min(2).default(8).describe("trajectories of a block"),
        times: z.int().min(1).default(16).describe("time steps looked at of each block"),
        actions: z.int().min(2).default(4).describe("actions drawn anew in each state"),
        branches: z.int().min(2).default(2).describe("continuations of each action"),
      })
      .optional()
      .describe(
        "parts of the total variance from trajectories, actions and states, by restarting from snapshots",
      ),
    values: z
      .strictObject({
        trajectories: z.int().min(2).default(64).describe("trajectories whose states are looked at"),
        times: z.int().min(1).default(8).describe("states of each trajectory"),
        branches: z.int().min(2).default(4).describe("continuations of each state, where V is not known"),
      })
      .optional()
      .describe("error, bias and explained variance of the critics"),
    valueFit: z
      .boolean()
      .optional()
      .describe(
        "how well the values of an update from steps fit their targets and returns, on its batch and held out",
      ),
    trustRegion: z
      .strictObject({
        clip: z.number().positive().default(0.2).describe("ε of the clip fraction |ρ − 1| > ε"),
        heldOut: z.int().min(2).default(64).describe("held-out trajectories, a multiple of groups.size"),
      })
      .optional()
      .describe("divergence and ratios between π and the policy after the agent's next step"),
    gradientNoise: z
      .boolean()
      .default(false)
      .describe("gradient noise scale of every estimator, without the truth, at the largest batch size"),
    usefulness: z
      .strictObject({
        stepSize: z
          .number()
          .positive()
          .optional()
          .describe(
            "α of J(θ + α ĝ) − J(θ), for the estimates of the largest batch size; the agent's next step if not given",
          ),
        trajectories: z
          .int()
          .min(2)
          .optional()
          .describe("trajectories of each J, where it is not known exactly; 64 if not given"),
      })
      .optional()
      .describe("mean change of J by a step along an estimate, or by the agent's next step"),
    landscape: z
      .strictObject({
        half: z.int().min(1).max(50).default(5).describe("m of a grid of (2m + 1)² points"),
        radius: z
          .number()
          .positive()
          .default(2)
          .describe("extent of the grid, in lengths of the agent's next step"),
        trajectories: z.int().min(2).default(64).describe("trajectories of each point, where J is not known"),
        pairs: z
          .int()
          .min(1)
          .max(100_000_000)
          .optional()
          .describe(
            "state-action pairs that the step is made of, by an agent of batchSteps; those if not given",
          ),
      })
      .optional()
      .describe("J and its surrogates around θ, along the agent's next step and a random direction"),
  })
  .describe("figures of the table `diagnostic` and of `landscape`");
