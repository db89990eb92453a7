import { type PlotOptions, plot } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { About, Axis, Panel, Zoom } from "../figure.ts";

/** Size of an ordinary panel, about a phone's width, so that its letters are never scaled far. */
export const WIDTH = 440;
export const HEIGHT = 300;

/** Size of letters in a drawing. */
export const LETTERS = 12;

export const MARGINS = { marginLeft: 54, marginRight: 14, marginTop: 26, marginBottom: 40 };

/** Size of one of many panels, each of which tells of one line. */
export const SMALL = {
  width: 220,
  height: 190,
  marginLeft: 50,
  marginRight: 12,
  marginTop: 24,
  marginBottom: 38,
};

const { document } = parseHTML("<!doctype html><html></html>");

/** Draws marks without a browser, in the style that all figures share. */
export const plotPanel = (
  { title, note, description, probe }: About,
  { width = WIDTH, height = HEIGHT, ...options }: PlotOptions,
): Panel => {
  const all = { width, height, ...(options.margin === undefined && MARGINS), ...options };
  const drawing = plot({ document, ...all });
  for (const style of drawing.querySelectorAll("style")) style.remove();
  return {
    title,
    ...(note !== undefined && { note }),
    ...(probe !== undefined && { probe }),
    description,
    width,
    height,
    content: drawing.innerHTML,
    ...zoomOf(all, drawing.scale),
    scale: (name) => drawing.scale(name) as ReturnType<Panel["scale"]>,
  };
};

/** What can be zoomed into: both axes, or only the one that is drawn. */
const zoomOf = (options: PlotOptions, scale: ReturnType<typeof plot>["scale"]): { zoom?: Zoom } => {
  const { width = WIDTH, height = HEIGHT } = options;
  const { marginLeft = 0, marginRight = 0, marginTop = 0, marginBottom = 0, axis } = options;
  if (axis === null || options.margin !== undefined) return {};
  const of = (name: "x" | "y"): { [axis in "x" | "y"]?: Axis } => {
    const found = scale(name);
    const labeled = options[name]?.axis !== null && options[name]?.label !== null;
    const drawn = labeled && (found?.type === "linear" || found?.type === "log");
    if (!drawn) return {};
    const { type, domain, range } = found as unknown as Axis;
    return { [name]: { type, domain: [...domain], range: [...range] } };
  };
  const axes = { ...of("x"), ...of("y") };
  return Object.keys(axes).length === 0
    ? {}
    : { zoom: { frame: [marginLeft, marginTop, width - marginRight, height - marginBottom], ...axes } };
};
