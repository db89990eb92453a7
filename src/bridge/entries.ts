/** Functions that a Python file may define, in the order in which one is chosen. */
export const ENTRIES = ["loss", "gradient", "advantages"] as const;
export type Entry = (typeof ENTRIES)[number];

/** Of the frames; each side refuses another. */
export const PROTOCOL = "1";
