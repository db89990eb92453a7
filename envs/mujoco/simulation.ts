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
  readonly xipos: Float64Array; // [bodies, 3]
  readonly cinert: Float64Array; // [bodies, 10]
  readonly cvel: Float64Array; // [bodies, 6]
  readonly cfrc_ext: Float64Array; // [bodies, 6]
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
  /** Seconds of a substep. */
  readonly timestep: number;
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
    timestep: compiled.opt.timestep,
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
  xipos: data.xipos,
  cinert: data.cinert,
  cvel: data.cvel,
  cfrc_ext: data.cfrc_ext,
});

const attempt = <T>(name: string, make: () => T): T => {
  try {
    return make();
  } catch (error) {
    throw new RangeError(`the model of ${name} does not load: ${(error as Error).message.trim()}`);
  }
};
