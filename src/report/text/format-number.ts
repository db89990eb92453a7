import { powerOfTen } from "../../arithmetic/power.ts";

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const raised = (exponent: number): string =>
  `${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => RAISED[Number(digit)]).join("")}`;

/** Mantissa and exponent, where a number is clearer so; undefined where plain digits do. */
export const scientific = (
  value: number,
  digits: number,
): { mantissa: string; exponent: number } | undefined => {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value) || (size >= 1e-3 && size < 1e6)) return undefined;
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return { mantissa: mantissa.replace("-", "−"), exponent: Number(exponent) };
};

/** A number to some significant digits, as text: 0.0120, 1.23 × 10⁻⁵; whole digits stay: 12345. */
export const formatNumber = (value: number, digits = 3): string => {
  if (Number.isNaN(value)) return "?";
  const parts = scientific(value, digits);
  if (parts) return `${parts.mantissa} × 10${raised(parts.exponent)}`;
  const plain = Number.isInteger(value) || Math.abs(value) >= powerOfTen(digits);
  return (plain ? String(Math.round(value)) : value.toPrecision(digits)).replace("-", "−");
};

/** A tick of a logarithmic axis: 10⁻³, 2 × 10⁻³, or plain digits near 1. */
export const formatPower = (value: number): string => {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  if (exponent >= -3 && exponent <= 3) return String(Number(value.toPrecision(2)));
  const mantissa = Math.round(value / powerOfTen(exponent));
  return mantissa === 1 ? `10${raised(exponent)}` : `${mantissa}×10${raised(exponent)}`;
};

/** "1 seed", "3 seeds"; "1 trajectory", "3 trajectories". @param plural if it is not the noun with an s */
export const count = (n: number, noun: string, plural = `${noun}s`): string =>
  `${n} ${n === 1 ? noun : plural}`;

/** "a", "a and b", "a, b and c". */
export const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

/** A value of a configuration: numbers as they were written, nothing as "none". */
export const valueText = (value: string | number | null): string =>
  value === null ? "none" : String(value).replace(/^-/, "−");
