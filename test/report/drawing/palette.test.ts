import { expect, test } from "vitest";
import { GROUND, inLight, SERIES, variables } from "../../../src/report/drawing/palette.ts";

type Color = readonly [number, number, number];

const linear = (hex: string): Color =>
  [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as unknown as Color;

/** Contrast ratio of WCAG 2.2. */
const contrast = (a: string, b: string): number => {
  const luminance = (hex: string) => {
    const [r, g, b] = linear(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

/** Full protanopia, deuteranopia and tritanopia: Machado, Oliveira & Fernandes (2009), table 1. */
const EYES = [
  [1, 0, 0, 0, 1, 0, 0, 0, 1],
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
];

const times = (m: readonly number[], v: Color): Color =>
  [0, 3, 6].map((i) => m[i] * v[0] + m[i + 1] * v[1] + m[i + 2] * v[2]) as unknown as Color;

/** OKLab (Ottosson 2020). */
const oklab = (rgb: Color): Color => {
  const lms = times(
    [
      0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619,
      0.2817188376, 0.6299787005,
    ],
    rgb,
  ).map((x) => Math.cbrt(Math.max(0, x))) as unknown as Color;
  return times(
    [
      0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371,
      0.7827717662, -0.808675766,
    ],
    lms,
  );
};

/** The smallest distance between two colors, for the eye that tells them apart worst. */
const apart = (colors: readonly string[]): number => {
  const seen = EYES.map((eye) => colors.map((hex) => oklab(times(eye, linear(hex)))));
  return Math.min(
    ...seen.flatMap((labs) =>
      labs.flatMap((a, i) => labs.slice(0, i).map((b) => Math.hypot(...a.map((x, c) => x - b[c])))),
    ),
  );
};

test.each([
  ["light", 0],
  ["dark", 1],
] as const)("colors of the %s appearance can be told apart and from the page", (_, which) => {
  const page = GROUND.page[which];
  const series = SERIES.map((colors) => colors[which]);
  for (const color of series) expect(contrast(color, page)).toBeGreaterThanOrEqual(3);
  for (const text of ["ink", "muted", "accent"]) {
    expect(contrast(GROUND[text][which], page)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(GROUND[text][which], GROUND.raised[which])).toBeGreaterThanOrEqual(4.5);
  }
  expect(apart(series.slice(0, 5))).toBeGreaterThan(0.12);
  expect(apart(series)).toBeGreaterThan(0.08);
  // a green and a brown that are one color to a protanope: the measure sees it
  expect(apart(["#2ca02c", "#a8781c"])).toBeLessThan(0.06);
});

/** Chroma and hue, in degrees, of OKLab. */
const polar = (hex: string): { lightness: number; chroma: number; hue: number } => {
  const [lightness, a, b] = oklab(linear(hex));
  return { lightness, chroma: Math.hypot(a, b), hue: ((180 / Math.PI) * Math.atan2(b, a) + 360) % 360 };
};

/** Whether a color has a hue that a small mark keeps: no grey, and no dark yellow or orange. */
const keepsItsHue = (hex: string, darkest: number): boolean => {
  const { lightness, chroma, hue } = polar(hex);
  return chroma > 0.1 && !(hue > 45 && hue < 125 && lightness < darkest);
};

test.each([
  ["light", 0, 0.64],
  ["dark", 1, 0.72],
] as const)(
  "colors of the %s appearance keep their hue in small marks, and no two share one",
  (_, which, darkest) => {
    const series = SERIES.slice(1).map((colors) => colors[which]);
    for (const color of series) expect([color, keepsItsHue(color, darkest)]).toEqual([color, true]);
    const hues = series.map((color) => polar(color).hue).sort((a, b) => a - b);
    for (const [i, hue] of hues.entries()) expect((hues.at(i - 1)! - hue + 720) % 360).toBeLessThan(360 - 20);
    for (const muddy of ["#c17f21", "#71640b", "#8a8f98"]) expect(keepsItsHue(muddy, 0.66)).toBe(false); // tan, brown, grey
  },
);

test("markup for a file that stands alone has no variables left", () => {
  expect([...variables("light").keys()]).toEqual([...variables("dark").keys()]);
  expect(inLight('<a fill="var(--s1)" stroke="currentColor"/>')).toBe('<a fill="#0132d9" stroke="#1b1f24"/>');
});
