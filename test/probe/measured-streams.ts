import { measureStreams } from "../../src/probe/streams.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { exactTruth } from "../../src/truth/exact.ts";
import { runsOf } from "../problems/runs-of.ts";
import { regulator, type Sample } from "../run/stopping-samples.ts";

const { normalize: _, ...plainPolicy } = regulator.policy;
export const plainRegulator = { ...regulator, policy: plainPolicy };
/** An estimator of ∇J without a critic. */
export const toGo = { kind: "reinforce", return: "to-go" };

/** A run of a study and its agent that is only probed, at its first θ. */
export const setting = ({ study, agent = {} }: Sample, probe: object) =>
  setUp(
    runsOf({
      ...study,
      agents: [
        {
          ...{
            name: "a",
            iterations: 0,
            ...("batchSteps" in agent ? {} : { estimator: toGo, batchSize: 4 }),
          },
          ...agent,
        },
      ],
      probe,
      seeds: [5],
    })[0],
  );

/** What its streams tell. */
export const measured = (sample: Sample, probe: object) => {
  const setup = setting(sample, probe);
  const truth = setup.point.exact ? exactTruth(setup.point) : null;
  return { truth, events: [...measureStreams(setup, 0, truth)] };
};
