/** A part of a body's outline, in the body's own frame, in the unit of its scene. */
export type Piece =
  | { readonly kind: "capsule"; readonly ends: readonly [Spot, Spot]; readonly radius: number }
  /** Clockwise, as capsules are, so that pieces may overlap. */
  | { readonly kind: "polygon"; readonly corners: readonly Spot[] };

/** A place in the plane of a scene: to the right, and up. */
export type Spot = readonly [right: number, up: number];

/** A line that does not move. */
export interface Mark {
  readonly spots: readonly Spot[];
  readonly kind: "ground" | "goal";
}

/** How states of an environment are drawn: bodies that move as rigid ones in a plane. Lengths are in the environment's unit. */
export interface Scene {
  /** Bodies, those in front last. A tone tells bodies apart that pass each other. */
  readonly bodies: readonly { readonly pieces: readonly Piece[]; readonly tone: number }[];
  /** Writes where each body is: right, up, and its angle counterclockwise in radians. @param out [bodies, 3] */
  place(state: Float64Array, out: Float64Array): void;
  /** What is seen at first. */
  readonly view: {
    readonly left: number;
    readonly bottom: number;
    readonly width: number;
    readonly height: number;
  };
  /** Whether the view goes with the first body: along the ground, or anywhere, or not at all. */
  readonly follows: "along" | "anywhere" | "nothing";
  /** What stands still, where the view does not move. */
  readonly marks: readonly Mark[];
  /** Of a step, when it is played. */
  readonly seconds: number;
  dispose?(): void;
}

/** What is drawn of a scene, without what moves it. */
export type SceneLook = Omit<Scene, "place" | "dispose">;

export const capsule = (from: Spot, to: Spot, radius: number): Piece => ({
  kind: "capsule",
  ends: [from, to],
  radius,
});

export const disk = (center: Spot, radius: number): Piece => capsule(center, center, radius);

export const box = (left: number, bottom: number, right: number, top: number): Piece => ({
  kind: "polygon",
  corners: [
    [left, bottom],
    [left, top],
    [right, top],
    [right, bottom],
  ],
});
