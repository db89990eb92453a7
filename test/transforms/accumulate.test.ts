import { describe, expect, it } from "vitest";
import { batchesOf } from "../../src/config/plan.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import type { EstimatesEvent } from "../../src/probe/cell.ts";
import { probe } from "../../src/probe/probe.ts";
import type { Random } from "../../src/random.ts";
import type { IterationEvent } from "../../src/run/events.ts";
import { run } from "../../src/run/run.ts";
import { train } from "../../src/run/train.ts";
import { setUp } from "../../src/setup/set-up.ts";
import { workCounter, workOf } from "../../src/sweep/work.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { largest } from "../numbers.ts";
import { draws, estimatorOf, sampler } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { runsOf } from "../problems/runs-of.ts";
import { pack, unpack } from "../problems/trajectories.ts";
import { saying, scripted, transformed } from "./making.ts";

const problem = threeStates();
const batch = pack([{ states: [0], actions: [1], rewards: [1], last: 1, terminated: true }]);
const two = { kind: "accumulate", batches: 2 };
const gradients = [1, 3, 10, 20, 100, 300, 7, 9].map((x) => [x, -x, 0, 0, 0, 2 * x]);

/** First coordinate after each call. */
const written = (estimator: ReturnType<typeof saying>, calls: number, random: Random = draws) => {
  const out = new Float64Array(6);
  return Array.from({ length: calls }, () => {
    estimator.estimate(batch, problem.point, out, random);
    const [first] = out;
    out.fill(Number.NaN); // nothing is kept in what was written
    return first;
  });
};

describe("accumulate", () => {
  it("gives the mean of k estimates at each k-th call, the mean so far before it, and then starts afresh", () => {
    const estimator = transformed(problem, saying(...gradients), two);
    expect(estimator.takes.batches).toBe(2);
    expect(written(estimator, 8)).toEqual([1, 2, 10, 15, 100, 200, 7, 8]);
  });

  it("can be nested: k of k", () => {
    const estimator = transformed(problem, saying(...gradients), two, two);
    expect(estimator.takes.batches).toBe(4);
    const seen = written(estimator, 8);
    expect([seen[3], seen[7]]).toEqual([(2 + 15) / 2, (200 + 8) / 2]);
  });

  it("is forgotten by the next estimate, even if it was not a number", () => {
    const broken = [[Number.NaN, 0, 0, 0, 0, 0], ...gradients.slice(1, 4)];
    expect(written(transformed(problem, saying(...broken), two), 4)).toEqual([
      Number.NaN,
      Number.NaN,
      10,
      15,
    ]);
  });

  it("has the transforms after it see finished estimates only, and those before it every one", () => {
    const clip = { kind: "clip-value", max: 5 };
    expect(written(transformed(problem, saying(...gradients), two, clip), 6)).toEqual([1, 2, 10, 5, 100, 5]);
    expect(written(transformed(problem, saying(...gradients), clip, two), 6)).toEqual([1, 2, 5, 5, 5, 5]);
    const random = scripted(0.1, 0.9, 0.9, 0.9, 0.9, 0.9);
    const masked = transformed(problem, saying(...gradients), two, { kind: "mask", keep: 0.5 });
    expect(written(masked, 2, random)).toEqual([1, 4]);
    expect(random.left).toBe(0);
  });

  it.each([
    [[]],
    [[{ kind: "natural", fisher: "batch" }]],
    [[{ kind: "fisher-mask", fisher: "batch", keep: 0.4 }]],
  ])("of independent trajectories is the estimate of the larger batch, and so with %j after it", (after) => {
    const reinforce = () => estimatorOf(problem, { kind: "reinforce" });
    const [parts, whole] = [[two, ...after], after].map((chain) =>
      transformed(problem, reinforce(), ...chain),
    );
    const draw = sampler(problem, "test", "accumulate");
    const [one, other] = [new Float64Array(6), new Float64Array(6)];
    for (let replicate = 0; replicate < 3; replicate++) {
      const trajectories = [draw(4), draw(4)].map((drawn: TrajectoryBatch) => unpack(drawn));
      const [first, second] = trajectories.map((each) => pack(each));
      parts.estimate(first, problem.point, one, draws);
      parts.estimate(second, problem.point, one, draws);
      whole.estimate(pack(trajectories.flat()), problem.point, other, draws);
      expect(largest(one.map((x, j) => x - other[j]))).toBeLessThan(1e-9);
    }
  });

  it("makes one update of training from k batches", () => {
    const study = (chain: object[]) => ({
      agents: [
        { name: "a", estimator: { kind: "reinforce", transforms: chain }, batchSize: 3, iterations: 2 },
      ],
    });
    const setup = setUp(runsOf(study([two]))[0]);
    const events: IterationEvent[] = [];
    train(setup).subscribe((event) => events.push(event));
    expect(events.map(({ iteration, envSteps }) => [iteration, envSteps])).toEqual([
      [0, 18],
      [1, 36],
      [2, 36], // the last θ: nothing is learned from its batches
    ]);
    const slow = setUp(runsOf(study([]))[0]);
    const draw = sampler(slow as never, 0, "a", "train");
    for (const { gradientNorm } of events.slice(0, 2)) {
      const sum = new Float64Array(6);
      const one = new Float64Array(6);
      for (let b = 0; b < 2; b++) {
        slow.estimators[0].estimator.estimate(draw(3), slow.point, one, draws);
        for (let j = 0; j < 6; j++) sum[j] += one[j] / 2;
      }
      expect(gradientNorm).toBeCloseTo(norm(sum), 12);
      for (let j = 0; j < 6; j++) slow.point.theta[j] += 0.1 * sum[j]; // sgd, as agents have it
      slow.point.moveTo(slow.point.theta);
    }
    expect(largest(slow.point.theta.map((x, j) => x - setup.point.theta[j]))).toBeLessThan(1e-14);
  });

  it("makes each replicate of a probe from batches of its own, beside estimators that take one", () => {
    const study = {
      agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 0 }],
      probe: {
        batchSizes: [3],
        replicates: 4,
        estimators: [{ name: "mean of two", kind: "reinforce", transforms: [two] }],
      },
    };
    const setup = setUp(runsOf(study)[0]);
    const cells: EstimatesEvent[] = [];
    probe(setup, 0).subscribe((event) => event.type === "estimates" && cells.push(event));
    const key = [0, "a", "probe", 0, 3];
    const samplers = [sampler(setup as never, ...key), sampler(setup as never, ...key, "batch", 1)];
    for (let r = 0; r < 4; r++) {
      const [single, second] = samplers.map((draw) => {
        const out = new Float64Array(6);
        setup.estimators[0].estimator.estimate(draw(3), setup.point, out, draws);
        return out;
      });
      const mean = single.map((x, j) => (x + second[j]) / 2);
      expect(cells[0].gradients.subarray(6 * r, 6 * r + 6)).toEqual(single);
      expect(largest(mean.map((x, j) => x - cells[1].gradients[6 * r + j]))).toBeLessThan(1e-15);
    }
  });

  const counted = {
    agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 0 }],
    probe: {
      batchSizes: [2, 8],
      replicates: 6,
      diagnostics: { gradientNoise: true },
      estimators: [
        { name: "mean of four", kind: "reinforce", transforms: [two, two] },
        { name: "masked mean of two", kind: "reinforce", transforms: [two, { kind: "mask", keep: 0.5 }] },
      ],
    },
  };

  it("counts all trajectories behind an estimate, in measured cells and in exact moments", () => {
    const setup = setUp(runsOf(counted)[0]);
    const sizes: Record<"moments" | "estimates", [string, number][]> = { moments: [], estimates: [] };
    const variances = new Map<string, number>();
    const scales: Diagnostic[] = [];
    probe(setup, 0).subscribe((event) => {
      if (event.type === "moments" || event.type === "estimates")
        sizes[event.type].push([event.estimator, event.batchSize]);
      if (event.type === "moments")
        variances.set(`${event.estimator} ${event.batchSize}`, event.totalVariance);
      if (event.type === "estimates")
        expect(event.envSteps.every((steps) => steps === 3 * event.batchSize)).toBe(true); // T = 3
      if (event.type === "diagnostics") scales.push(...event.diagnostics);
    });
    const expected = [
      ["agent", 2],
      ["mean of four", 8],
      ["masked mean of two", 4],
      ["agent", 8],
      ["mean of four", 32],
      ["masked mean of two", 16],
    ];
    expect(sizes).toEqual({ moments: expected, estimates: expected });
    expect(variances.get("mean of four 8")).toBeCloseTo(variances.get("agent 8")!, 14); // 8 trajectories each
    expect(new Set(scales.map(({ subject }) => subject)).size).toBe(3); // all of the larger probed size
  });

  it("is planned as it is counted: what a run draws in all, and what was drawn for each event", () => {
    const [config] = runsOf({
      ...counted,
      agents: [
        { name: "a", estimator: { kind: "reinforce", transforms: [two] }, batchSize: 3, iterations: 5 },
      ],
    });
    expect(workOf(config)).toBe(6 * 3 * 2 + 2 * 6 * (2 + 8) * 4); // updates of two batches and a look at the last θ, probes of up to four
    const setup = setUp(config);
    for (const [e, options] of [config.agent.estimator, ...config.probe!.estimators].entries())
      expect(batchesOf(options)).toBe(setup.estimators[e].estimator.takes.batches ?? 1);
    const count = workCounter(config);
    let drawn = 0;
    run(config).subscribe((event) => {
      drawn = count(event);
    });
    expect(drawn).toBeCloseTo(workOf(config), 9);
  });
});
