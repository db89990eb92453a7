import { describe, expect, it, vi } from "vitest";
import type { ConfigError } from "../../src/errors/config-error.ts";
import { type Setup, setUp } from "../../src/setup/set-up.ts";
import { draws, sampler } from "../problems/estimator-of.ts";
import { runsOf } from "../problems/runs-of.ts";

const exact = { kind: "exact" };
const reinforce = { name: "a", estimator: { kind: "reinforce" }, iterations: 1 };
const leaveOneOut = { kind: "reinforce", baseline: { kind: "leave-one-out" } };

const settingUp = (study: object) => () => setUp(runsOf({ agents: [reinforce], ...study })[0]);
const probing = (estimators: object[], batchSizes = [2]) => ({
  probe: { batchSizes, replicates: 2, estimators },
});

/** How often one update of the agent teaches each critic of a run. */
const taughtBy = ({ update, point, critics }: Setup): number[] => {
  const taught = critics.map(() => 0);
  for (const [i, { critic }] of critics.entries())
    if (critic.memory) vi.spyOn(critic.memory, "update").mockImplementation(() => void taught[i]++);
  update.step(sampler({ point } as never, "taught")(4), point, draws);
  return taught;
};

describe("setUp", () => {
  it.each([
    [
      "θ of the wrong length",
      { policy: { kind: "softmax", initial: [0, 1] } },
      "policy.initial",
      "expected 6 numbers, the length of θ; got 2",
    ],
    [
      "a policy that does not fit",
      { policy: { kind: "bernoulli" } },
      "policy",
      "bernoulli needs features of the states; finite-mdp has none",
    ],
    [
      "a batch that is too small",
      { agents: [{ ...reinforce, estimator: leaveOneOut, batchSize: 1 }] },
      "agent.batchSize",
      'estimator "agent" needs batches of 2 or more; got 1',
    ],
    [
      "a probe's batch that is too small",
      probing([{ name: "loo", ...leaveOneOut }], [4, 1]),
      "probe.batchSizes.1",
      'estimator "loo" needs batches of 2 or more; got 1',
    ],
    [
      "options that contradict each other",
      probing([
        { name: "ok", kind: "reinforce" },
        { name: "no", kind: "actor-critic", critic: exact },
      ]),
      "probe.estimators.1",
      'advantage "gae" needs lambda, from 0 to 1',
    ],
    [
      "a critic that is not there",
      probing([{ name: "q", kind: "actor-critic", advantage: "td", critic: "agent" }]),
      "probe.estimators.0",
      'agent "a" has no critic',
    ],
    [
      "an agent without a critic of its own",
      { agents: [{ ...reinforce, estimator: { kind: "actor-critic", advantage: "td", critic: "agent" } }] },
      "agent.estimator",
      'critic "agent" is for estimators of the probe',
    ],
  ])("names the key that it cannot serve: %s", (_, study, path, message) => {
    expect(settingUp(study)).toThrow(
      expect.objectContaining({ code: "CONFIG", issues: [{ path: expect.anything(), message }] }),
    );
    try {
      settingUp(study)();
    } catch (fault) {
      expect((fault as ConfigError).issues[0].path.join(".")).toBe(path);
    }
  });

  it("starts θ at zero, at the numbers given, or at normal draws of its seed: agents of one seed start alike", () => {
    const theta = (initial: unknown, agent = "a", seed = 0) =>
      settingUp({
        policy: { kind: "softmax", initial },
        agents: [{ ...reinforce, name: agent }],
        seeds: [seed],
      })().point.theta;
    expect([...theta("zeros")]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...theta([1, 2, 3, 4, 5, 6])]).toEqual([1, 2, 3, 4, 5, 6]);
    const drawn = theta({ normal: 0.5 });
    expect(theta({ normal: 0.5 })).toEqual(drawn);
    expect(theta({ normal: 1 })).toEqual(drawn.map((x) => 2 * x));
    expect(theta({ normal: 0.5 }, "b")).toEqual(drawn);
    expect(theta({ normal: 0.5 }, "a", 1)).not.toEqual(drawn);
  });

  it("keeps the batches of a probe from an agent's critic that remembers its own", () => {
    const td = { kind: "actor-critic", advantage: "td", critic: { kind: "td", fit: "earlier-batch" } };
    const setup = settingUp({
      agents: [{ ...reinforce, estimator: td }],
      ...probing([
        { name: "own", ...td },
        { name: "shared", ...td, critic: "agent" },
      ]),
    })();
    expect(taughtBy(setup)).toEqual([1, 0]); // the agent's; that of the probe is fitted in the probe
    expect(setup.estimators.map(({ estimator }) => estimator.memory !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("teaches every critic that learns once: those of the probe too, the agent's own not twice", () => {
    const td = { kind: "actor-critic", advantage: "td", critic: { kind: "td" } };
    const setup = settingUp({
      agents: [{ ...reinforce, estimator: td }],
      ...probing([
        { name: "own", ...td },
        { name: "shared", ...td, critic: "agent" },
        { name: "exact", ...td, critic: exact },
      ]),
    })();
    expect(taughtBy(setup)).toEqual([1, 1, 0]);
    expect(setup.estimators.map(({ name, kind }) => [name, kind])).toEqual(
      ["agent", "own", "shared", "exact"].map((name) => [name, "actor-critic"]),
    );
  });
});
