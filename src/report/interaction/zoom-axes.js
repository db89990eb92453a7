// The axes of a drawing: which values stand where, and which ticks a part of them has.

export const AXES = ["x", "y"];

/** What tells drawings apart. */
export const nameOf = (svg) => svg.getAttribute("aria-labelledby");

/** Of both axes: the ends of the frame in units of the drawing, and how values are placed; without a scale it is not zoomed. */
export const axesOf = (svg) => {
  const { frame, ...scales } = JSON.parse(svg.dataset.zoom);
  return AXES.map((name, i) => {
    const { type, domain, range } = scales[name] ?? {};
    const on = type === "log" ? Math.log : (value) => value;
    const off = type === "log" ? Math.exp : (value) => value;
    const [from, to] = (domain ?? []).map(on);
    return {
      name,
      type,
      ends: [frame[i], frame[i + 2]],
      valueAt: (place) => off(from + ((place - range[0]) / (range[1] - range[0])) * (to - from)),
      placeOf: (value) => range[0] + ((on(value) - from) / (to - from)) * (range[1] - range[0]),
    };
  });
};

/** Ticks between two values: those that are there, if two are; else round numbers. */
export const ticksOf = ({ type, valueAt, placeOf }, [start, end], known) => {
  const inside = known.filter(({ place }) => place >= start && place <= end);
  if (inside.length > 1) return inside;
  const [low, high] = [valueAt(start), valueAt(end)].sort((a, b) => a - b);
  const powers = type === "log" && high / low > 4;
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(powers ? low : rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough);
  const values = powers
    ? [1, 2, 5, 10, 20, 50, 100].map((factor) => factor * power)
    : Array.from({ length: 12 }, (_, i) => (Math.ceil(low / step) + i) * step);
  const digits = Math.min(12, Math.max(0, -Math.floor(Math.log10(powers ? power : step) + 1e-9)));
  return values
    .filter((value) => value >= low && value <= high)
    .map((value) => ({ place: placeOf(value), text: value.toFixed(digits).replace("-", "−") }));
};
