/** Control characters, which a terminal would obey, and marks that turn the direction of writing; not \t and \n. */
const UNSEEN = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text as it may be sent to a terminal, whatever is in it: an escape sequence is spelled, as in JSON, not obeyed. */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
