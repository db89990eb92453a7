import type { Mark, Piece, SceneLook, Spot } from "./scene.ts";

/** Width of the picture, in its own units. */
export const WIDTH = 600;

/** Lines where the view moves, in units of the scene: one apart, or more where so many would be too many. */
const MAX_LINES = 200;

/** A text beside a line. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** A scene in the units of a picture, whose y goes down. */
export interface Drawing {
  readonly height: number;
  /** Of each body, in its own frame. */
  readonly outlines: readonly string[];
  /** Lines that stand still, as the data of one path for each kind. */
  readonly lines: Readonly<Record<Mark["kind"] | "grid", string>>;
  readonly labels: readonly Label[];
  /** Of each frame and body: x, y and the angle clockwise in degrees. # [frames][3 · bodies] */
  readonly frames: readonly (readonly number[])[];
  /** Of each frame: how far everything is shifted. # [frames][2] */
  readonly shifts: readonly (readonly [number, number])[];
}

/** Draws what a scene looks like at some places. @param places [frames][3 · bodies] */
export const drawingOf = (scene: SceneLook, places: readonly Float64Array[]): Drawing => {
  const { left, bottom, width, height } = scene.view;
  const unit = WIDTH / width;
  const x = (right: number) => rounded(unit * (right - left));
  const y = (up: number) => rounded(unit * (bottom + height - up));
  const line = (spots: readonly Spot[]) => `M${spots.map(([right, up]) => `${x(right)} ${y(up)}`).join("L")}`;
  const marks = [...scene.marks, ...surroundings(scene, places)];
  const path = (kind: Mark["kind"] | "grid") =>
    marks.flatMap((mark) => (mark.kind === kind ? line(mark.spots) : [])).join("");
  const [first] = places;
  const shift = (place: Float64Array): readonly [number, number] => [
    scene.follows === "nothing" ? 0 : rounded(unit * (first[0] - place[0])),
    scene.follows === "anywhere" ? rounded(unit * (place[1] - first[1])) : 0,
  ];
  return {
    height: rounded(unit * height),
    outlines: scene.bodies.map(({ pieces }) => pieces.map((piece) => outline(piece, unit)).join("")),
    lines: { ground: path("ground"), goal: path("goal"), grid: path("grid") },
    labels: labelsOf(scene, places).map(([right, up]) => ({
      x: x(right),
      y: y(up),
      text: `${right}`.replace("-", "−"),
    })),
    frames: places.map((place) =>
      Array.from(place, (each, k) =>
        k % 3 === 0 ? x(each) : k % 3 === 1 ? y(each) : rounded((-180 / Math.PI) * each),
      ),
    ),
    shifts: places.map(shift),
  };
};

/** Ground or a grid, as far as the view goes. */
const surroundings = (
  scene: SceneLook,
  places: readonly Float64Array[],
): readonly { readonly kind: Mark["kind"] | "grid"; readonly spots: readonly Spot[] }[] => {
  const { left, bottom, width, height } = scene.view;
  if (scene.follows === "nothing") return [];
  const [from, to] = reach(places, 0, left, left + width);
  if (scene.follows === "along")
    return [
      {
        kind: "ground",
        spots: [
          [from, 0],
          [to, 0],
        ],
      },
      ...linesIn(from, to).map((right) => ({
        kind: "ground" as const,
        spots: [
          [right, 0],
          [right, -0.06],
        ] as const,
      })),
    ];
  const [low, high] = reach(places, 1, bottom, bottom + height);
  return [
    ...linesIn(from, to).map((right) => [[right, low] as const, [right, high] as const]),
    ...linesIn(low, high).map((up) => [[from, up] as const, [to, up] as const]),
  ].map((spots) => ({ kind: "grid" as const, spots }));
};

/** Whole numbers along the ground, where the view goes along it. */
const labelsOf = (scene: SceneLook, places: readonly Float64Array[]): Spot[] => {
  if (scene.follows !== "along") return [];
  const { left, width } = scene.view;
  const [from, to] = reach(places, 0, left, left + width);
  return linesIn(from, to).map((right): Spot => [right, -0.22]);
};

/** What the view passes over in one coordinate. */
const reach = (places: readonly Float64Array[], k: number, low: number, high: number): [number, number] => {
  let [least, most] = [0, 0];
  for (const place of places) {
    least = Math.min(least, place[k] - places[0][k]);
    most = Math.max(most, place[k] - places[0][k]);
  }
  return [low + least, high + most];
};

const linesIn = (from: number, to: number): number[] => {
  const apart = Math.ceil((to - from) / MAX_LINES);
  const first = Math.ceil(from / apart);
  const count = Math.floor(to / apart) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => apart * (first + i));
};

/** A closed path. @param unit of the picture in one of the scene */
const outline = (piece: Piece, unit: number): string => {
  const at = ([right, up]: Spot) => `${rounded(unit * right)} ${rounded(-unit * up)}`;
  if (piece.kind === "polygon") return `M${piece.corners.map(at).join("L")}Z`;
  const [[fromX, fromY], [toX, toY]] = piece.ends;
  const { radius } = piece;
  const length = Math.sqrt((toX - fromX) ** 2 + (toY - fromY) ** 2);
  const [dx, dy] = length > 0 ? [(toX - fromX) / length, (toY - fromY) / length] : [1, 0];
  const side = (x: number, y: number, sign: number): Spot => [x - sign * radius * dy, y + sign * radius * dx];
  const r = rounded(unit * radius);
  const arc = (to: Spot) => `A${r} ${r} 0 0 1 ${at(to)}`;
  return (
    `M${at(side(fromX, fromY, 1))}L${at(side(toX, toY, 1))}${arc(side(toX, toY, -1))}` +
    `L${at(side(fromX, fromY, -1))}${arc(side(fromX, fromY, 1))}Z`
  );
};

const rounded = (number: number): number => Math.round(10 * number) / 10 || 0; // never −0
