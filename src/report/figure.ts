import type { Row } from "../store/snapshot.ts";
import type { Series } from "./drawing/series.ts";
import type { Probe, Selection } from "./selection.ts";

/** One drawing: what is inside its <svg>, in a coordinate system of `width` by `height`. */
export interface Panel {
  readonly title: string;
  /** Tells a reader who cannot see it what it shows. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly content: string;
  /** A second, smaller line of its title. */
  readonly note?: string;
  /** Its frame and the scales of its axes, for who zooms into it; undefined where it has none. */
  readonly zoom?: Zoom;
  /** The probe that it shows, if it shows one alone. */
  readonly probe?: Probe;
  /** Whether it takes a row of its own. */
  readonly alone?: boolean;
  /** Plot's scales, to find what a position stands for. */
  scale(
    name: "x" | "y" | "color",
  ): { apply(value: number): number; invert?(position: number): number } | undefined;
}

/** How values are placed along an axis. */
export interface Axis {
  readonly type: "linear" | "log";
  readonly domain: readonly [number, number];
  /** In units of the drawing. */
  readonly range: readonly [number, number];
}

/** What can be zoomed into. */
export interface Zoom {
  /** Left, top, right and bottom, in units of the drawing. */
  readonly frame: readonly [number, number, number, number];
  readonly x?: Axis;
  readonly y?: Axis;
}

/** What a panel is about. */
export type About = Pick<Panel, "title" | "note" | "description" | "probe">;

/** A mark that does not belong to one series, and what it stands for. */
export interface Key {
  readonly mark: "pale" | "dashed" | "dotted" | "ring" | "filled" | "hollow";
  readonly label: string;
  /** Whether its marks, of the class `asked`, are shown on demand only. */
  readonly asked?: boolean;
}

/** What a figure shows, ready to be put on a page. */
export interface Drawing {
  readonly panels: readonly Panel[];
  /** What the colors and symbols stand for. */
  readonly legend: readonly Series[];
  /** Whether the panels name their series, so that a file of its own needs no legend of them. */
  readonly named?: boolean;
  /** What further marks stand for. */
  readonly keys?: readonly Key[];
  /** What can be read off, in sentences made from the same rows. */
  readonly findings: readonly string[];
}

/** A figure: its query and its drawing, which knows nothing but the rows of that query. */
export interface Figure {
  /** Word of `--figure`. */
  readonly name: string;
  readonly title: string;
  /** How to read it. */
  readonly reading: string;
  /** What there must be for it to appear, such as "a true gradient". */
  readonly needs: string;
  /** The query, complete and ready to run; undefined where there cannot be anything to draw. */
  readonly sql: (selection: Selection) => string | undefined;
  readonly draw: (rows: readonly Row[], selection: Selection) => Drawing;
}
