import type { LaneHost, LaneOutcomes, Lanes } from "../../envs/contract/lanes.ts";
import { OutsideError } from "../errors/outside-error.ts";
import { type Client, RowError } from "./client.ts";

/** Lanes that whoever draws whole trajectories shares. */
const SHARED = 64;

/** Lanes of the environments of a process; of one's own are those that come after all others so far. */
export const laneHost = (client: Client, width: number): LaneHost => {
  let used = SHARED;
  return {
    shared: lanesFrom(client, 0, SHARED, width),
    sharedCount: SHARED,
    own(count) {
      const first = used;
      used += count;
      return lanesFrom(client, first, count, width);
    },
  };
};

/** So many lanes of a process from `first` on, which know the seed and the time of each for messages. */
const lanesFrom = (client: Client, first: number, most: number, width: number): Lanes => {
  const O = client.described.observationSize;
  const seedOf = new Float64Array(most);
  const times = new Int32Array(most);
  /** @throws OutsideError that says which trajectory it was */
  const told = <T>(lanes: Int32Array, count: number, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const where = (row: number) => `seed ${seedOf[lanes[row]]}, step ${times[lanes[row]] + 1}`;
      if (error instanceof RowError) throw new OutsideError(`${error.message} (${where(error.row)})`);
      if (!(error instanceof OutsideError)) throw error;
      const others = count > 1 ? ` of the first of ${count} lanes` : "";
      throw new OutsideError(`${where(0)}${others}: ${error.message.replaceAll("\n", " | ")}`); // the first line is shown
    }
  };
  return {
    reset(lanes, count, seeds, noises, observations) {
      for (let r = 0; r < count; r++) {
        seedOf[lanes[r]] = seeds[r];
        times[lanes[r]] = -1;
      }
      const answer = told(lanes, count, () => client.reset(lanes, first, count, seeds, noises));
      for (let j = 0; j < count * O; j++) observations[j] = answer[j];
      for (let r = 0; r < count; r++) times[lanes[r]] = 0;
    },
    step(lanes, count, actions, { observations, rewards, terminated }: LaneOutcomes) {
      const answer = told(lanes, count, () => client.step(lanes, first, count, actions, width));
      for (let j = 0; j < count * O; j++) observations[j] = answer[j];
      for (let r = 0; r < count; r++) {
        rewards[r] = answer[count * O + r];
        terminated[r] = answer[count * (O + 1) + r];
        times[lanes[r]]++;
      }
    },
  };
};
