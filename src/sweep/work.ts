import {
  batchesOf,
  evaluationSchedule,
  probeSchedule,
  type RunConfig,
  trajectoriesOfUpdate,
} from "../config/plan.ts";
import type { RunEvent } from "../run/events.ts";

/**
 * Trajectories that a run draws in all: the unit of progress.
 *
 * @param from updates of the run that it continues, which are no work of its own
 */
export const workOf = (config: RunConfig, from = 0): number => {
  const { agent, probe } = config;
  const perProbe = (probe?.replicates ?? 0) * (probe?.batchSizes ?? []).reduce((sum, size) => sum + size, 0);
  const batches = Math.max(...batchesOfAll(config)); // those that fewer need share the first of these
  const updates = agent.iterations - from;
  const drawings = updates && updates + 1; // one more at the last θ
  const probed = probeSchedule(config, from).length * (perProbe * batches + streamsOf(config));
  const evaluated = evaluationSchedule(config, from).length * (config.evaluate?.episodes ?? 0);
  return drawings * trajectoriesOfUpdate(config) + probed + evaluated;
};

/** Trajectories of a probe's streams, if all went to the horizon. */
const streamsOf = ({ probe, objective }: RunConfig): number =>
  ((probe?.streams ?? 0) * Math.max(0, ...(probe?.pairs ?? []))) / objective.horizon;

/** What part of a probe's streams was drawn for the estimates of one estimator of one number of pairs: all share them. */
export const agreementPart = (config: RunConfig): number => {
  const { estimators = [], pairs = [] } = config.probe ?? {};
  return streamsOf(config) / Math.max(1, (1 + estimators.length) * pairs.length);
};

/** What part of the trajectories behind the estimates of all estimators was drawn for each: they share them. */
export const drawnPart = (config: RunConfig): number => {
  const batches = batchesOfAll(config);
  return Math.max(...batches) / batches.reduce((sum, each) => sum + each, 0);
};

const batchesOfAll = ({ agent, probe }: RunConfig): number[] =>
  [agent.estimator, ...(probe?.estimators ?? [])].map((each) => batchesOf(each));

/**
 * Counts what a run has drawn.
 *
 * @param from as of `workOf`
 * @returns told of each event, it gives the trajectories that were drawn so far
 */
export const workCounter = (config: RunConfig, from = 0): ((event: RunEvent) => number) => {
  let drawings = 0;
  let estimates = 0;
  let episodes = 0;
  let agreements = 0;
  return (event) => {
    // rows of iterations that are not logged are those before the next one that is
    if (event.type === "iteration") drawings = event.iteration + 1 - from;
    else if (event.type === "estimates") estimates += event.replicates * event.batchSize;
    else if (event.type === "streams") agreements++;
    else if (event.type === "evaluation") episodes += event.episodes;
    return (
      drawings * trajectoriesOfUpdate(config) +
      estimates * drawnPart(config) +
      episodes +
      agreements * agreementPart(config)
    );
  };
};
