/** Numbers of the engine's names: what is absent has the engine's default. Units: m, kg, s. */
export interface JointOptions {
  readonly armature?: number;
  readonly damping?: number;
  readonly stiffness?: number;
  readonly limited?: boolean;
  readonly margin?: number;
  readonly solimplimit?: readonly number[];
  readonly solreflimit?: readonly number[];
}

export interface GeomOptions {
  readonly contype?: number;
  readonly conaffinity?: number;
  readonly condim?: number;
  readonly density?: number;
  readonly friction?: readonly number[];
  readonly margin?: number;
  readonly solimp?: readonly number[];
  readonly solref?: readonly number[];
}

export interface Joint extends JointOptions {
  readonly name: string;
  readonly type: string;
  readonly axis?: readonly number[];
  readonly pos?: readonly number[];
  /** Limits of a hinge in the model's unit of angles, or of a slide in m. */
  readonly range?: readonly number[];
  /** Its value at the reference position. */
  readonly ref?: number;
  /** Without armature, damping, stiffness or limits. */
  readonly free?: boolean;
}

/** A capsule (by its ends, or by half the length of its straight part) or a sphere. */
export interface Geom extends GeomOptions {
  readonly type: string;
  readonly radius: number;
  readonly half?: number;
  readonly fromto?: readonly number[];
  readonly pos?: readonly number[];
  readonly quat?: readonly number[];
  readonly axisangle?: readonly number[];
}

export interface Body {
  readonly name: string;
  /** Its parent's name, which comes before it; "world" for a root. */
  readonly parent: string;
  readonly pos: readonly number[];
  readonly quat?: readonly number[];
  readonly joints: readonly Joint[];
  readonly geoms: readonly Geom[];
  readonly sites?: readonly { readonly name: string; readonly pos: readonly number[] }[];
}

/** Everything of a MuJoCo task that moves it. Bodies are in the order of their joints, so of positions and velocities. */
export interface BodyModel {
  /** Unit of the ranges of hinges. */
  readonly angle: string;
  /** All masses and inertias are scaled so that the masses sum to this. */
  readonly totalMass?: number;
  readonly option: Readonly<Record<string, number | string | readonly number[]>>;
  readonly jointDefault: JointOptions;
  readonly geomDefault: GeomOptions;
  /** A plane of the world; null where none is needed. */
  readonly floor: ({ readonly pos: readonly number[] } & GeomOptions) | null;
  readonly bodies: readonly Body[];
  /** Motors, in the order of the actions: gear · clamp(action, range) on a joint. */
  readonly actuators: readonly {
    readonly joint: string;
    readonly gear: number;
    readonly range: readonly number[];
  }[];
}
