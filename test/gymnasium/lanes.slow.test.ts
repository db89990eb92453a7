import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { requireDiscrete } from "../../envs/contract/environment.ts";
import type { Lanes } from "../../envs/contract/lanes.ts";
import { clientPath } from "../../src/bridge/client-command.ts";
import { checkContract } from "../../src/check/contract.ts";
import { policies } from "../../src/policies/index.ts";
import type { Policy } from "../../src/policies/policy.ts";
import { stream } from "../../src/random.ts";
import { choice, make } from "../../src/registry.ts";
import { normals } from "../numbers.ts";
import { pointOf } from "../problems/problem-of.ts";
import { continuousGym, discreteGym, disposeAll, gym, hasMujoco, present } from "./python.ts";

const objective = { discount: 1, horizon: 50, stateWeight: "discounted" } as const;

const sceneIn = (environment: ReturnType<typeof continuousGym>, groupSize = 1) => {
  const kind = environment.action.size === undefined ? "linear-softmax" : "linear-gaussian";
  const chosen = choice(policies).parse({ kind, ...(kind === "linear-gaussian" && { deviation: 0.5 }) });
  const createPolicy = () =>
    make<[typeof environment, typeof objective], Policy>(policies, chosen, environment, objective);
  return pointOf(
    { environment, objective, createPolicy, groupSize },
    normals(createPolicy().parameters, "gym"),
  );
};

/** First observations, and those after one step with action 0. */
const twoSteps = (lanes: Lanes, O: number, used: number[], seeds: number[], noises: number[]) => {
  const count = used.length;
  const first = new Float64Array(count * O);
  const [at, from, noise] = [Int32Array.from(used), Float64Array.from(seeds), Float64Array.from(noises)];
  lanes.reset(at, count, from, noise, first);
  const outcomes = {
    observations: new Float64Array(count * O),
    rewards: new Float64Array(count),
    terminated: new Float64Array(count),
  };
  lanes.step(at, count, new Float64Array(count), outcomes);
  const rows = (all: Float64Array) => used.map((_, r) => [...all.subarray(r * O, (r + 1) * O)]);
  return { first: rows(first), next: rows(outcomes.observations), ...outcomes };
};

const none = -1;

const odd = (options: Readonly<Record<string, unknown>>) => ({ gymnasium: "spied:Odd-v0", options });

describe.skipIf(!present)("lanes of Gymnasium", () => {
  afterEach(disposeAll);

  it("give equal trajectories for equal seeds, in whatever lane, and others for others", () => {
    const { lanes } = continuousGym({ gymnasium: "spied:Odd-v0" });
    const many = twoSteps(lanes!.shared, 2, [5, 0, 63], [7, 8, 7], [none, none, none]);
    expect(many.first[2]).toEqual(many.first[0]);
    expect(many.next[2]).toEqual(many.next[0]);
    expect(many.first[1]).not.toEqual(many.first[0]);
    expect(many.next[1]).not.toEqual(many.next[0]);
    expect(twoSteps(lanes!.shared, 2, [1], [7], [none]).next[0]).toEqual(many.next[0]);
  });

  it("of a group share the first state, and each has noise of its own after that", () => {
    const { lanes } = continuousGym({ gymnasium: "spied:Odd-v0" });
    const { first, next } = twoSteps(lanes!.shared, 2, [0, 1, 2], [7, 7, 7], [1, 2, 1]);
    expect(first[1]).toEqual(first[0]);
    expect(next[1]).not.toEqual(next[0]);
    expect(next[2]).toEqual(next[0]);
  });

  it("of one's own are not moved by who shares the others", () => {
    const { lanes } = continuousGym({ gymnasium: "spied:Odd-v0" });
    const own = lanes!.own(1);
    const alone = twoSteps(own, 2, [0], [7], [none]);
    own.reset(Int32Array.of(0), 1, Float64Array.of(7), Float64Array.of(none), new Float64Array(2));
    twoSteps(lanes!.shared, 2, [0], [9], [none]);
    const outcomes = {
      observations: new Float64Array(2),
      rewards: new Float64Array(1),
      terminated: new Float64Array(1),
    };
    own.step(Int32Array.of(0), 1, new Float64Array(1), outcomes);
    expect([...outcomes.observations]).toEqual(alone.next[0]);
  });

  it("keep the contract, as trueslope check walks it", () => {
    for (const environment of [
      continuousGym({ gymnasium: "Acrobot-v1" }),
      discreteGym("FrozenLake-v1"),
      continuousGym({ gymnasium: "Blackjack-v1", wrappers: ["FlattenObservation"] }),
    ])
      for (const { pass, note = "" } of checkContract(environment, objective))
        expect({ pass, note }).toEqual({ pass: true, note: "" });
  });

  it("draw batches of groups, of Blackjack and of Pendulum, whose trajectories are whole", () => {
    const groups = sceneIn(continuousGym({ gymnasium: "CartPole-v1" }), 4);
    const batch = groups.point.sampler(stream("a"), stream("e"))(8);
    for (let i = 0; i < 8; i++) {
      const [own, firsts] = [batch.offsets[i], batch.offsets[4 * Math.floor(i / 4)]].map((k) => [
        ...batch.observations.subarray(4 * k, 4 * k + 4),
      ]);
      expect(own).toEqual(firsts);
      expect(batch.terminated[i]).toBe(batch.offsets[i + 1] - batch.offsets[i] < 50 ? 1 : 0);
    }
    for (const options of [
      { gymnasium: "Blackjack-v1", wrappers: ["FlattenObservation"] },
      { gymnasium: "Pendulum-v1" },
    ]) {
      const drawn = sceneIn(continuousGym(options)).point.sampler(stream("a"), stream("e"))(70);
      expect(drawn.trajectories).toBe(70);
      expect(drawn.rewards.subarray(0, drawn.steps).every(Number.isFinite)).toBe(true);
    }
  });

  it("see Discrete observations as a vector with a 1 where a policy is no table", () => {
    const environment = continuousGym({ gymnasium: "FrozenLake-v1" });
    const { first } = twoSteps(environment.lanes!.shared, 16, [0], [1], [none]);
    expect(first[0]).toEqual(Array.from({ length: 16 }, (_, s) => (s === 0 ? 1 : 0)));
  });

  it.skipIf(!hasMujoco)("step Hopper, whose motors have limits", () => {
    const hopper = continuousGym({ gymnasium: "Hopper-v5" });
    expect(hopper).toMatchObject({
      observationSize: 11,
      action: { size: 3, limits: { low: [-1, -1, -1], high: [1, 1, 1] } },
    });
    const drawn = sceneIn(hopper).point.sampler(stream("a"), stream("e"))(8);
    expect(drawn.steps).toBeGreaterThan(8);
    expect(drawn.rewards.subarray(0, drawn.steps).every(Number.isFinite)).toBe(true);
  });

  it("take numbers that do not begin with 0, vectors without limits, and a dictionary by a wrapper", () => {
    const numbered = requireDiscrete(gym({ ...odd({ observation: "from 5" }), observations: "numbers" }), "");
    expect([numbered.states, numbered.actions]).toEqual([3, 2]);
    const randomness = stream("from 5");
    const seen = Array.from({ length: 20 }, () => numbered.reset(randomness));
    expect(new Set(seen)).toEqual(new Set([0, 1, 2]));
    const unlimited = continuousGym(odd({ observation: "unlimited", action: "positive" }));
    expect([unlimited.observationSize, unlimited.action]).toEqual([2, { size: 2 }]); // half a limit is none
    const wrapped = continuousGym({ ...odd({ observation: "named" }), wrappers: ["FlattenObservation"] });
    expect(wrapped.observationSize).toBe(2 + 3);
    for (const environment of [numbered, wrapped])
      for (const { pass, what } of checkContract(environment, objective))
        expect({ pass, what }).toEqual({
          pass: true,
          what: "spied:Odd-v0: breaches of the contract (equal seeds and actions give equal trajectories)",
        });
  });

  const refused = (options: Parameters<typeof gym>[0], message: RegExp) => {
    expect(() => gym(options)).toThrow(message);
  };
  it("are refused by name where their spaces, names or wrappers are not known", () => {
    refused(
      { gymnasium: "Blackjack-v1" },
      /^Blackjack-v1: ValueError: observations are Tuple.*FlattenObservation/,
    );
    refused(odd({ observation: "image" }), /observations are Box.*FlattenObservation/);
    for (const [action, kind] of [
      ["pairs", "MultiDiscrete"],
      ["bits", "MultiBinary"],
      ["named", "Dict"],
      ["whole", "Box.*int64"],
    ])
      refused(odd({ action }), new RegExp(`^spied:Odd-v0: ValueError: actions are ${kind}.*; Discrete ones`));
    refused(odd({ observation: "named" }), /observations are Dict.*FlattenObservation/);
    refused(odd({ nothing: 1 }), /^spied:Odd-v0: TypeError: .*unexpected keyword argument 'nothing'/);
    refused({ gymnasium: "CartPole-v1", observations: "numbers" }, /a table of states needs Discrete ones/);
    refused({ gymnasium: "Missing-v0" }, /^Missing-v0: NameNotFound/);
    refused({ gymnasium: "CartPole-v1", wrappers: ["Missing"] }, /gymnasium.wrappers has no Missing/);
  });

  const broken = (fault: string) => () => {
    const { lanes } = continuousGym({ gymnasium: "spied:Odd-v0", options: { fault } });
    const one = Int32Array.of(0);
    lanes!.shared.reset(one, 1, Float64Array.of(11), Float64Array.of(none), new Float64Array(2));
    const outcomes = {
      observations: new Float64Array(2),
      rewards: new Float64Array(1),
      terminated: new Float64Array(1),
    };
    for (let t = 0; t < 5; t++) lanes!.shared.step(one, 1, new Float64Array(1), outcomes);
  };
  it("leave nothing in the folder of the package's Python files", () => {
    delete process.env.PYTHONDONTWRITEBYTECODE;
    continuousGym({ gymnasium: "CartPole-v1", options: { sutton_barto_reward: true } });
    expect(existsSync(dirname(clientPath()))).toBe(true);
    expect(existsSync(join(dirname(clientPath()), "__pycache__"))).toBe(false);
  });

  it("tell the seed and the step of what goes wrong", () => {
    expect(broken("none")).not.toThrow();
    expect(broken("raises")).toThrow("spied:Odd-v0: ArithmeticError: no such thing (seed 11, step 3)");
    expect(broken("not finite")).toThrow(/gave what is not finite: .*\(seed 11, step 3\)/);
    expect(broken("cuts")).toThrow(
      /cut the episode off by a limit of its own, after 3 steps: objective.horizon must be at most 3.*\(seed 11, step 4\)/,
    );
    expect(broken("dies")).toThrow(/^seed 11, step 3: .*ended before it answered.*out of memory$/);
  });
});
