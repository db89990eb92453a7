import { beforeAll, describe, expect, it } from "vitest";
import { loadEngine } from "../../../envs/mujoco/engine.ts";
import { simulated } from "../../../envs/mujoco/simulated.ts";
import { taskNames } from "../../../envs/mujoco/tasks/index.ts";
import { drawingOf } from "../../../src/export/replay/drawing.ts";
import type { Scene, Spot } from "../../../src/export/replay/scene.ts";
import { sceneOf } from "../../../src/export/replay/scenes/index.ts";
import { stream } from "../../../src/random.ts";

beforeAll(loadEngine);

const placed = (scene: Scene, state: readonly number[]): Float64Array => {
  const out = new Float64Array(3 * scene.bodies.length);
  scene.place(Float64Array.from(state), out);
  return out;
};

/** Where a spot of a body's own frame is. */
const spotOf = (place: Float64Array, body: number, [right, up]: Spot): Spot => {
  const [x, y, angle] = place.subarray(3 * body);
  return [
    x + right * Math.cos(angle) - up * Math.sin(angle),
    y + right * Math.sin(angle) + up * Math.cos(angle),
  ];
};

const near = (one: Spot, other: readonly number[]): void => {
  for (const k of [0, 1]) expect(one[k]).toBeCloseTo(other[k], 9);
};

describe("a scene of classic control", () => {
  it("has the pole of the cart lean to the side where its angle is positive", () => {
    const scene = sceneOf({ kind: "cart-pole" });
    const place = placed(scene, [1.5, 0, 0.2, 0]);
    near(spotOf(place, 1, [0, 1]), [1.5 + Math.sin(0.2), 0.1 + Math.cos(0.2)]);
    near(spotOf(place, 0, [0, 0]), [1.5, 0]);
  });

  it("has the tip of acrobot at the height that ends an episode, and its links joined", () => {
    const scene = sceneOf({ kind: "acrobot" });
    const place = placed(scene, [2.5, 0.7, 0, 0]);
    near(spotOf(place, 0, [0, -1]), spotOf(place, 1, [0, 0]));
    expect(spotOf(place, 1, [0, -1])[1]).toBeCloseTo(-Math.cos(2.5) - Math.cos(2.5 + 0.7), 12);
    near(spotOf(placed(scene, [0, 0, 0, 0]), 1, [0, -1]), [0, -2]);
  });

  it("has the pendulum upright at 0", () => {
    const scene = sceneOf({ kind: "pendulum" });
    near(spotOf(placed(scene, [0, 0]), 0, [0, 1]), [0, 1]);
    near(spotOf(placed(scene, [Math.PI / 2, 0]), 0, [0, 1]), [-1, 0]);
  });

  it.each(["mountain-car", "mountain-car-continuous"])("has %s on its ground, along the slope", (kind) => {
    const scene = sceneOf({ kind });
    const [x, y, angle] = placed(scene, [0.3, 0.01]);
    const [, ahead] = placed(scene, [0.3 + 1e-6, 0]);
    expect(x).toBe(0.3);
    expect((ahead - y) / 1e-6).toBeCloseTo(Math.tan(angle), 5);
  });
});

const planarTasks = taskNames.filter((name) => !/^(Ant|Humanoid)-/.test(name));

describe.each(planarTasks)("a scene of %s", (task) => {
  it("has a body for each of the model's, as the engine has them at its start", () => {
    const scene = sceneOf({ kind: "mujoco", task });
    const { environment } = simulated(task);
    const state = new Float64Array(environment.stateSize);
    environment.reset(state, stream("scene"));
    const place = placed(scene, [...state]);
    expect(place.every(Number.isFinite)).toBe(true);
    expect(scene.bodies.every(({ pieces }) => pieces.length > 0)).toBe(true);
    expect(scene.seconds).toBeGreaterThan(0);
    scene.dispose?.();
    environment.dispose?.();
  });
});

describe("bodies of a planar task", () => {
  it("hold together: each joint of Hopper is where both of its bodies have it", () => {
    const scene = sceneOf({ kind: "mujoco", task: "Hopper-v5" });
    const place = placed(scene, [0.7, 1.1, 0.3, -0.5, -0.9, 0.4]);
    // the torso's lower end is the hip, the thigh's lower end the knee
    near(spotOf(place, 0, [0, -0.2]), spotOf(place, 1, [0, 0]));
    near(spotOf(place, 1, [0, -0.45]), spotOf(place, 2, [0, 0.25]));
    near(spotOf(place, 0, [0, 0]), [0.7, 1.1]);
    // a positive pitch leans forward; a negative angle of the thigh bends it forward, too, seen from the torso
    expect(spotOf(place, 0, [0, 0.2])[0]).toBeGreaterThan(0.7);
    scene.dispose?.();
  });

  it("turn as Swimmer's links do from above", () => {
    const scene = sceneOf({ kind: "mujoco", task: "Swimmer-v5" });
    const place = placed(scene, [0, 0, Math.PI / 2, 0.5, -0.5]);
    near(spotOf(place, 0, [1.5, 0]), [0, 1.5]);
    near(spotOf(place, 0, [0.5, 0]), spotOf(place, 1, [0, 0]));
    near(spotOf(place, 1, [-1, 0]), spotOf(place, 2, [0, 0]));
    scene.dispose?.();
  });

  it("have poles that stand where the engine's angle says", () => {
    const scene = sceneOf({ kind: "mujoco", task: "InvertedDoublePendulum-v5" });
    const place = placed(scene, [0.2, 0.3, -0.1]);
    const tip = [0.2 + 0.6 * Math.sin(0.3) + 0.6 * Math.sin(0.2), 0.6 * Math.cos(0.3) + 0.6 * Math.cos(0.2)];
    near(spotOf(place, 2, [0, 0.6]), tip);
    scene.dispose?.();
  });

  it("of other colors are the limbs that pass each other", () => {
    const tones = (task: string) => sceneOf({ kind: "mujoco", task }).bodies.map(({ tone }) => tone);
    expect(tones("Walker2d-v5")).toEqual([0, 1, 1, 1, 2, 2, 2]);
    expect(tones("Hopper-v5")).toEqual([0, 1, 1, 1]);
  });
});

describe("a drawing", () => {
  it("has y downwards, and goes along with a runner", () => {
    const scene = sceneOf({ kind: "mujoco", task: "Hopper-v5" });
    const places = [0, 1, 2.5].map((x) => placed(scene, [x, 1.25, 0, 0, 0, 0]));
    const { shifts, frames, height, outlines, labels } = drawingOf(scene, places);
    expect(shifts.map(([x]) => x)).toEqual([0, -150, -375]); // 600 units are 4 m
    expect(frames.map((frame) => frame[0])).toEqual([240, 390, 615]);
    expect(frames[0][1]).toBeCloseTo(height - 150 * (1.25 + 0.3), 6);
    expect(outlines).toHaveLength(4);
    expect(labels.map(({ text }) => text)).toEqual(["−1", "0", "1", "2", "3", "4"]);
    scene.dispose?.();
  });
});

it("what is not drawn is refused, naming what is", () => {
  const drawn =
    "a replay is drawn of cart-pole, mountain-car, mountain-car-continuous, acrobot, pendulum and mujoco's Hopper, Walker2d, " +
    "HalfCheetah, InvertedPendulum, InvertedDoublePendulum, Swimmer; this run is of";
  expect(() => sceneOf({ kind: "mujoco", task: "Ant-v5" })).toThrow(
    `${drawn} Ant-v5: write a table, -o ….csv`,
  );
  expect(() => sceneOf({ kind: "corridor" })).toThrow(`${drawn} corridor`);
});
