/** The fields of a CSV text by RFC 4180, letter by letter; null for an empty field without quotes. */
export const parseCsv = (text: string): (string | null)[][] => {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let field: string | null = null;
  let inQuotes = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (inQuotes) {
      if (letter !== '"') field += letter;
      else if (text[i + 1] === '"') field += text[++i];
      else inQuotes = false;
    } else if (letter === '"') {
      inQuotes = true;
      field = "";
    } else if (letter === "," || letter === "\n") {
      row.push(field);
      field = null;
      if (letter === "\n") {
        rows.push(row);
        row = [];
      }
    } else field = (field ?? "") + letter;
  }
  return rows;
};
