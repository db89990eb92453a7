/**
 * Colors of a report, by the name of their CSS variable, in light and dark. Those of series keep apart (in OKLab, the
 * first five by 0.12, all by 0.08) for normal, protanopic, deuteranopic and tritanopic eyes, and from the page (contrast
 * 3 or more). A small mark keeps its hue: all but the first have a chroma of 0.1 or more, and none is a dark yellow or
 * orange, which is a brown. Symbols and dashes tell them apart without any color.
 */
export const SERIES: readonly (readonly [light: string, dark: string])[] = [
  ["#1b1f24", "#f2f4f8"], // the agent's own estimator
  ["#0132d9", "#90b3fb"], // blue
  ["#de7b2e", "#fea669"], // orange
  ["#14641b", "#289630"], // green
  ["#af2d8a", "#d25fac"], // magenta
  ["#0ba880", "#44e6b5"], // teal
  ["#c7054a", "#f55a79"], // red
  ["#d05df2", "#a932c9"], // orchid
  ["#8247ea", "#8c4aff"], // violet
];

/** Everything that is no series. */
export const GROUND: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  page: ["#ffffff", "#14171c"],
  raised: ["#f5f7f9", "#1d2128"],
  ink: ["#1b1f24", "#e6e9ee"],
  muted: ["#545d69", "#a5aeba"],
  line: ["#d5dae0", "#363d47"],
  grid: ["#e7eaee", "#282e36"],
  accent: ["#0b5cad", "#7db7f5"],
};

/** Ends and middle of the diverging scale: negative (purple), zero, positive (orange). */
const DIVERGING = {
  light: ["#5e3c99", "#b2a6d3", "#f3f3f1", "#f4b26a", "#b35806"],
  dark: ["#b49bf5", "#6d57a8", "#262b33", "#a5641c", "#ffb45c"],
};

/** Ends of the sequential scale: low, middle, high. */
const SEQUENTIAL = {
  light: ["#f2f6fa", "#6ea8cf", "#123f6d"],
  dark: ["#1b2430", "#2f6f9f", "#c4e3fb"],
};

/** Classes of the diverging scale, an odd number, and of the sequential one. */
export const DIVERGING_CLASSES = 17;
export const SEQUENTIAL_CLASSES = 10;

/** Colors evenly along a chain of colors. */
const classes = (stops: readonly string[], n: number): string[] => {
  const channels = stops.map((stop) => [1, 3, 5].map((at) => Number.parseInt(stop.slice(at, at + 2), 16)));
  return Array.from({ length: n }, (_, i) => {
    const at = (i / (n - 1)) * (stops.length - 1);
    const from = Math.min(Math.floor(at), stops.length - 2);
    const mix = channels[from].map((value, c) => value + (at - from) * (channels[from + 1][c] - value));
    return `#${mix.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
  });
};

/** All variables of one appearance. */
export const variables = (appearance: "light" | "dark"): ReadonlyMap<string, string> => {
  const which = appearance === "light" ? 0 : 1;
  return new Map([
    ...Object.entries(GROUND).map(([name, colors]) => [name, colors[which]] as const),
    ...SERIES.map((colors, i) => [`s${i}`, colors[which]] as const),
    ...classes(DIVERGING[appearance], DIVERGING_CLASSES).map((color, i) => [`d${i}`, color] as const),
    ...classes(SEQUENTIAL[appearance], SEQUENTIAL_CLASSES).map((color, i) => [`q${i}`, color] as const),
  ]);
};

/** Markup with the colors of the light appearance in place of the variables, for files that stand alone. */
export const inLight = (markup: string): string => {
  const light = variables("light");
  return markup
    .replace(/var\(--([a-z]+\d*)\)/g, (whole, name: string) => light.get(name) ?? whole)
    .replaceAll("currentColor", light.get("ink") ?? "black");
};
