/** Bytes of a page of the database; a page has 12 that hold no rows. */
export const PAGE = 16_384;
const USABLE = PAGE - 12;

/** Bytes of a whole number ≥ 0 in a row: SQLite stores 1, 2, 3, 4, 6 or 8. */
export const integerBytes = (n: number): number =>
  [1, 2, 3, 4, 6].find((bytes) => n < 2 ** (8 * bytes - 1)) ?? 8; // a bit for the sign

/**
 * Bytes on disk of `count` rows of a table whose rows are appended: pages are filled as far as whole rows go, and what
 * a row has beyond its page is on pages of its own.
 *
 * Source: SQLite, Database File Format, §1.6 (b-tree pages: cell payload overflow).
 *
 * @param payload bytes of a row's header and values
 */
export const tableBytes = (count: number, payload: number): number => {
  const most = PAGE - 35;
  const least = Math.floor(((PAGE - 12) * 32) / 255) - 23;
  const ending = least + ((payload - least) % (PAGE - 4));
  const local = payload <= most ? payload : ending <= most ? ending : least;
  const overflow = Math.ceil((payload - local) / (PAGE - 4));
  const rowsOfPage = Math.floor(USABLE / (local + (overflow > 0 ? 4 : 0) + 2 + 6)); // pointer; length and rowid
  return PAGE * (Math.ceil(count / rowsOfPage) + count * overflow);
};
