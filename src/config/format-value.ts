const MAX_CHARACTERS = 60; // characters of a value in a message

/** A value as a message shows it: short, on one line. */
export const formatValue = (value: unknown): string => {
  if (value === null) return "nothing";
  if (Array.isArray(value)) {
    const scalars = value.every((item) => typeof item !== "object");
    const all = scalars ? `[${value.map(formatValue).join(", ")}]` : "";
    return all !== "" && all.length <= MAX_CHARACTERS ? all : `a list of ${value.length}`;
  }
  if (typeof value === "object") return "a mapping";
  if (typeof value !== "string") return String(value);
  const text = value.length > MAX_CHARACTERS ? `${value.slice(0, MAX_CHARACTERS)}…` : value;
  return JSON.stringify(text);
};

const booleans: Readonly<Record<string, boolean>> = { yes: true, on: true, no: false, off: false };

/** What is odd about a value of the wrong type, where YAML read it otherwise than it may have been meant. */
export const misread = (value: unknown, expected: string): string => {
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean"))
    return `, a ${typeof value}; write it in quotes: "${value}"`;
  if (typeof value !== "string") return "";
  if (expected === "number" && value.trim() !== "" && Number.isFinite(Number(value)))
    return ", text; write it without quotes";
  const meant = booleans[value.toLowerCase()];
  return expected === "boolean" && meant !== undefined ? `; did you mean ${meant}?` : "";
};
