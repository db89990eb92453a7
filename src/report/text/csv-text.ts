/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A text as a cell of CSV, before it is put into quotes: one that a spreadsheet would run as a formula begins with an
 * apostrophe, as OWASP has it, but for the text of a number.
 */
export const csvText = (text: string): string =>
  FORMULA.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
