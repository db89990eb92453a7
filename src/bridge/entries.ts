/** Functions that a Python file may define, in the order in which one is chosen. */
export const ENTRIES = ["loss", "gradient", "advantages"] as const;
export type Entry = (typeof ENTRIES)[number];

/** The same of a file that is audited, which may also define the loss of a language model: a name that nothing else has. */
export const AUDITED_ENTRIES = ["token_loss", ...ENTRIES] as const;
export type AuditedEntry = (typeof AUDITED_ENTRIES)[number];

/** Of the frames; each side refuses another. */
export const PROTOCOL = "1";
