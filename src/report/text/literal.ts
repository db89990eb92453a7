/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Rows of texts and numbers as the list of a VALUES clause. */
export const valuesOf = (rows: readonly (readonly (string | number)[])[]): string =>
  rows
    .map((row) => `(${row.map((value) => (typeof value === "number" ? value : literal(value))).join(", ")})`)
    .join(", ");
