/** A text of at most `most` letters, with … in place of its middle if it is longer. */
export const shorten = (text: string, most: number): string => {
  const letters = [...text];
  if (letters.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${letters.slice(0, head).join("")}…${letters.slice(letters.length - (most - 1 - head)).join("")}`;
};
