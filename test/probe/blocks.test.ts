import { describe, expect, it } from "vitest";
import type { RunConfig } from "../../src/config/plan.ts";
import { decodeState } from "../../src/memory/encode.ts";
import type { EstimatesEvent } from "../../src/probe/cell.ts";
import type { Offer, Share } from "../../src/probe/draw-blocks.ts";
import { frozen } from "../../src/probe/frozen.ts";
import { probe } from "../../src/probe/probe.ts";
import { helpToDraw, isLeft, release } from "../../src/probe/shared-cells.ts";
import { train } from "../../src/run/train.ts";
import { type Setup, setUp } from "../../src/setup/set-up.ts";
import { runsOf } from "../problems/runs-of.ts";

const td = { kind: "actor-critic", advantage: "td", critic: { kind: "td" } };
const study = {
  agents: [
    { name: "a", estimator: td, batchSize: 4, iterations: 5, optimizer: { kind: "adam", learningRate: 0.1 } },
  ],
  probe: {
    batchSizes: [3, 1],
    replicates: 11,
    block: 3,
    estimators: [
      { name: "trained", ...td },
      { name: "shared", ...td, critic: "agent" },
      { name: "accumulated", kind: "reinforce", transforms: [{ kind: "accumulate", batches: 2 }] },
      { name: "fitted", ...td, critic: { kind: "monte-carlo", fit: "earlier-batch" } },
    ],
  },
};

const [config] = runsOf(study);

/** After some updates, so that the agent's critic and θ are not those of a new run. */
const trained = (of: RunConfig): Setup => {
  const setup = setUp(of);
  train(setup).subscribe();
  return setup;
};

const cellsOf = (of: RunConfig, share?: Share): EstimatesEvent[] => {
  const cells: EstimatesEvent[] = [];
  probe(trained(of), 5, { share }).subscribe((event) => {
    if (event.type === "estimates") cells.push(event);
  });
  return cells;
};

/** Draws all that a helper may before the owner begins. @param spoil of what it was told */
const helping =
  (spoil: (setup: Setup) => void = () => {}): Share =>
  ({ state, ...offer }: Offer) => {
    const setup = setUp(config);
    frozen(setup).restore(decodeState(state));
    spoil(setup);
    helpToDraw(setup, offer, offer.cells, 0);
    expect(isLeft(offer.cells)).toBe(false);
  };

describe("blocks of replicates", () => {
  it("are the same whoever draws them", () => {
    const alone = cellsOf(config);
    expect(alone).toHaveLength(10);
    expect(cellsOf(config, () => {})).toEqual(alone);
    expect(cellsOf(config, helping())).toEqual(alone);
  });

  it("differ where a helper has another θ, or another critic", () => {
    const alone = cellsOf(config);
    const elsewhere = helping(({ point }) => point.moveTo(point.theta.map((x) => x + 1e-9)));
    expect(cellsOf(config, elsewhere)).not.toEqual(alone);
    const forgetful = helping(({ update }) => update.restore(setUp(config).update.save()));
    const [agent, , shared, accumulated, fitted] = cellsOf(config, forgetful);
    expect(agent.gradients).not.toEqual(alone[0].gradients);
    expect(shared.gradients).not.toEqual(alone[2].gradients);
    expect([accumulated.gradients, fitted.gradients]).toEqual([alone[3].gradients, alone[4].gradients]);
  });

  it("begin as the cell of one block does, and go on by keys of their own", () => {
    const { block: _, ...probe } = config.probe!;
    const whole = { ...config, probe };
    for (const [i, { gradients, envSteps }] of cellsOf(config).entries()) {
      const one = cellsOf(whole)[i];
      const P = gradients.length / 11;
      expect(gradients.subarray(0, 3 * P)).toEqual(one.gradients.subarray(0, 3 * P));
      expect(gradients.subarray(3 * P)).not.toEqual(one.gradients.subarray(3 * P));
      expect(envSteps.subarray(0, 3)).toEqual(one.envSteps.subarray(0, 3));
    }
  });

  it("are drawn by their owner where a helper died of them", () => {
    const dying: Share = ({ cells }) => {
      Atomics.store(cells.flags, 1 + 1, 3); // block 1, begun by helper 0
      release(cells, 1);
      expect(Atomics.load(cells.flags, 2)).toBe(3);
      release(cells, 0);
    };
    expect(cellsOf(config, dying)).toEqual(cellsOf(config));
  });

  it.each([
    [{ block: 11 }, "expected fewer than the 11 replicates; got 11"],
    [
      { batchSizes: undefined, replicates: undefined, streams: 6, pairs: [8] },
      "blocks are of the estimates of batches; expected batchSizes and replicates",
    ],
  ])("are refused where there would be none: %j", (changes, message) => {
    expect(() => runsOf({ ...study, probe: { ...study.probe, ...changes } })).toThrow(message);
  });
});
