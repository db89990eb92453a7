/**
 * Lines of at most `width` columns, broken at spaces; a word that is longer has a line of its own. A number stays
 * with its % or °, and so do words that a no-break space joins; they have a space there.
 */
export const wrapped = (text: string, width: number): string[] => {
  const lines: string[] = [];
  for (const word of text.replace(/(\d) (?=[%°])/g, "$1\u00a0").split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll("\u00a0", " "));
};

/** One text whose words stay on one line. */
export const together = (text: string): string => text.replaceAll(" ", "\u00a0");
