import { loadedEngine } from "./engine.ts";
import type { BodyModel } from "./model.ts";
import { xmlOf } from "./xml.ts";

/** Arrays of the engine's own memory, by its names; read and written in place. */
export interface EngineArrays {
  readonly qpos: Float64Array; // [positions]
  readonly qvel: Float64Array; // [velocities]
  readonly ctrl: Float64Array; // [actions]
  readonly qacc_warmstart: Float64Array; // [velocities]
  readonly qfrc_constraint: Float64Array; // [velocities]
  readonly qfrc_actuator: Float64Array; // [velocities]
  readonly site_xpos: Float64Array; // [sites, 3]
  readonly xpos: Float64Array; // [bodies, 3]
  readonly xquat: Float64Array; // [bodies, 4]
  readonly xipos: Float64Array; // [bodies, 3]
  readonly cinert: Float64Array; // [bodies, 10]
  readonly cvel: Float64Array; // [bodies, 6]
  readonly cfrc_ext: Float64Array; // [bodies, 6]
}

/** A capsule of a body, in the body's frame; a sphere is one of no length. Units: m. */
export interface Capsule {
  /** Number of its body, of which the first is the world. */
  readonly body: number;
  readonly radius: number;
  /** Ends of its axis. # [3] each */
  readonly ends: readonly [Float64Array, Float64Array];
}

/** A compiled model with its data. */
export interface Simulation {
  readonly positions: number;
  readonly velocities: number;
  readonly actions: number;
  /** Positions of the compiled model. # [positions] */
  readonly start: Float64Array;
  /** kg. # [bodies], of which the first is the world */
  readonly masses: Float64Array;
  /** Number of each body's parent. # [bodies] */
  readonly parents: Int32Array;
  /** Seconds of a substep. */
  readonly timestep: number;
  /** What the bodies look like; the world's plane is left out. */
  capsules(): Capsule[];
  /** The arrays as they are now: they move when the engine's memory grows, so they are asked for at every step. */
  arrays(): EngineArrays;
  /** Forgets everything: positions of the model, no velocity, no warm start. */
  reset(): void;
  /** Brings all derived quantities up to date with the state. */
  forward(): void;
  /** Some substeps; and, for who reads them, contact forces after the last one. */
  advance(substeps: number, contacts: boolean): void;
  dispose(): void;
}

/** @throws RangeError if the engine does not take the model */
export const simulationOf = (name: string, model: BodyModel): Simulation => {
  const engine = loadedEngine();
  const compiled = attempt(name, () => engine.MjModel.from_xml_string(xmlOf(model)));
  const data = attempt(name, () => new engine.MjData(compiled));
  let arrays = viewsOf(data);
  return {
    positions: compiled.nq,
    velocities: compiled.nv,
    actions: compiled.nu,
    start: Float64Array.from(compiled.qpos0),
    masses: Float64Array.from(compiled.body_mass),
    parents: Int32Array.from(compiled.body_parentid),
    timestep: compiled.opt.timestep,
    capsules: () => capsulesOf(compiled),
    arrays() {
      if (arrays.qpos.length === 0) arrays = viewsOf(data);
      return arrays;
    },
    reset: () => engine.mj_resetData(compiled, data),
    forward: () => engine.mj_forward(compiled, data),
    advance(substeps, contacts) {
      for (let i = 0; i < substeps; i++) engine.mj_step(compiled, data);
      if (contacts) engine.mj_rnePostConstraint(compiled, data);
    },
    dispose() {
      data.delete();
      compiled.delete();
    },
  };
};

/** Views are kept: reading through a getter of the engine costs a microsecond. */
const viewsOf = (data: EngineArrays): EngineArrays => ({
  qpos: data.qpos,
  qvel: data.qvel,
  ctrl: data.ctrl,
  qacc_warmstart: data.qacc_warmstart,
  qfrc_constraint: data.qfrc_constraint,
  qfrc_actuator: data.qfrc_actuator,
  site_xpos: data.site_xpos,
  xpos: data.xpos,
  xquat: data.xquat,
  xipos: data.xipos,
  cinert: data.cinert,
  cvel: data.cvel,
  cfrc_ext: data.cfrc_ext,
});

/** Of the compiled model, the numbers of its geoms. */
interface Geoms {
  readonly geom_bodyid: Int32Array; // [geoms]
  readonly geom_size: Float64Array; // [geoms, 3]
  readonly geom_pos: Float64Array; // [geoms, 3]
  readonly geom_quat: Float64Array; // [geoms, 4]
}

const WORLD = 0;

const capsulesOf = ({ geom_bodyid, geom_size, geom_pos, geom_quat }: Geoms): Capsule[] =>
  [...geom_bodyid].flatMap((body, g) => {
    if (body === WORLD) return [];
    const [radius, half] = geom_size.subarray(3 * g);
    const axis = lengthAxis(geom_quat.subarray(4 * g));
    const end = (side: number) =>
      Float64Array.from(axis, (each, i) => geom_pos[3 * g + i] + side * half * each);
    return [{ body, radius, ends: [end(-1), end(1)] }];
  });

/** The z axis after a rotation by a quaternion (w, x, y, z). */
const lengthAxis = ([w, x, y, z]: Float64Array): readonly number[] => [
  2 * (x * z + w * y),
  2 * (y * z - w * x),
  1 - 2 * (x * x + y * y),
];

const attempt = <T>(name: string, make: () => T): T => {
  try {
    return make();
  } catch (error) {
    throw new RangeError(`the model of ${name} does not load: ${(error as Error).message.trim()}`);
  }
};
