import { describe, expect, it } from "vitest";
import { estimators } from "../../src/estimators/index.ts";
import { cart, estimating, type Sample, samples } from "../run/stopping-samples.ts";
import { measured, plainRegulator, setting, toGo } from "./measured-streams.ts";

const few = { streams: 3, pairs: [40, 100] };

describe("what no stream of pairs serves is refused, by its name", () => {
  const onRegulator = (options: object) => [
    plainRegulator,
    { ...few, estimators: [{ name: "it", ...options }] },
  ];
  it.each([
    [
      "several batches",
      onRegulator({ ...toGo, transforms: [{ kind: "accumulate", batches: 4 }] }),
      'estimator "it" accumulates 4 batches; the pairs of a stream are one',
    ],
    ...[
      { kind: "measure-valued" },
      { kind: "antithetic" },
      { kind: "finite-difference", step: 0.01 },
      { kind: "spsa", step: 0.01 },
      { kind: "evolution-strategies", smoothing: 0.01 },
      { kind: "random-search", smoothing: 0.01 },
      { kind: "uniform-search", limit: 1 },
    ].map((options) => [
      options.kind,
      onRegulator(options),
      'estimator "it" draws trajectories of its own, and reads no pairs of a stream',
    ]),
    [
      "∇J",
      onRegulator({ kind: "exact-gradient" }),
      'estimator "it" is ∇J itself, whatever pairs there are; the cosine with it is shown of all',
    ],
    [
      "trajectories that may not be there",
      [
        plainRegulator,
        {
          streams: 3,
          pairs: [9, 5],
          estimators: [{ name: "it", ...toGo, baseline: { kind: "leave-one-out" } }],
        },
      ],
      'estimator "it" needs 2 trajectories or more; 5 pairs may be of 1, as the horizon is 5',
    ],
    [
      "groups",
      [{ groups: { size: 2 } }, few],
      "pairs are of the policy itself, without groups or a behavior",
    ],
    [
      "a behavior",
      [{ behavior: { uniform: 0.2 } }, few],
      "pairs are of the policy itself, without groups or a behavior",
    ],
  ] as [string, [object, object], string][])("(%s)", (_, [study, probe], message) => {
    expect(() => setting({ study }, probe)).toThrow(
      expect.objectContaining({ code: "CONFIG", issues: [{ path: ["probe", "pairs"], message }] }),
    );
  });

  it("the agent's own estimator is held to the same", () => {
    const spsa = estimating({ kind: "spsa", step: 0.01 }, plainRegulator);
    expect(() => setting(spsa, few)).toThrow('estimator "agent" draws trajectories of its own');
  });

  it("the way of an update that takes several batches is none of one", () => {
    const agent = { estimator: { ...toGo, transforms: [{ kind: "accumulate", batches: 2 }] } };
    const probe = { batchSizes: [2], replicates: 2, estimators: [{ name: "way", kind: "displacement" }] };
    expect(() => setting({ study: cart, agent }, probe)).toThrow(
      "a displacement is of one batch; the agent's update takes 2",
    );
  });
});

describe("every kind of estimator is refused, or its estimates of every stream are something", () => {
  const cases = Object.keys(estimators).flatMap((kind) => {
    const all = [samples.estimators[kind as keyof typeof estimators]].flat();
    return all.map((sample, i): [string, Sample] => [`${kind} ${i}`, sample]);
  });
  const REFUSED =
    /draws trajectories of its own|is ∇J itself|accumulates|without groups or a behavior|needs \d+ trajectories/;

  it.each(cases)("(%s)", (_, sample) => {
    const { estimator = toGo } = (sample.agent ?? {}) as { estimator?: object };
    const { critic } = estimator as { critic?: object }; // fitted in the probe, where one that learns along training has learned nothing yet
    const it = { name: "it", ...estimator, ...(critic && { critic: { ...critic, fit: "earlier-batch" } }) };
    let events: ReturnType<typeof measured>["events"];
    try {
      events = measured(sample, { ...few, estimators: [it] }).events.filter(
        (event) => event.estimator === "it",
      );
    } catch (error) {
      expect((error as Error).message).toMatch(REFUSED);
      return;
    }
    expect(events.map(({ pairs }) => pairs)).toEqual(few.pairs);
    for (const { gradients } of events) {
      const P = gradients.length / few.streams;
      for (let i = 0; i < few.streams; i++)
        expect(gradients.subarray(i * P, (i + 1) * P).some((x) => x !== 0 && Number.isFinite(x))).toBe(true);
    }
  });
});
