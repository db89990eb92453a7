import { type PlotOptions, plot } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Panel } from "../figure.ts";

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
  { title, note, description }: Pick<Panel, "title" | "note" | "description">,
  { width = WIDTH, height = HEIGHT, ...options }: PlotOptions,
): Panel => {
  const drawing = plot({
    document,
    width,
    height,
    ...(options.margin === undefined && MARGINS),
    ...options,
  });
  for (const style of drawing.querySelectorAll("style")) style.remove();
  return {
    title,
    ...(note !== undefined && { note }),
    description,
    width,
    height,
    content: drawing.innerHTML,
    scale: (name) => drawing.scale(name) as ReturnType<Panel["scale"]>,
  };
};
