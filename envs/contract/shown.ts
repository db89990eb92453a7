/** A value of a program as a message shows it: short, on one line. */
export const shown = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const type = typeOf(value);
  return type === "Object" ? "an object" : `a ${type}${"length" in value ? ` of ${value.length}` : ""}`;
};

/** `Float64Array`, `Promise`, … of a built-in object; `Object` of any other. */
export const typeOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
