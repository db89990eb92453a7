import { createHash } from "node:crypto";

/** Bytes of a file's name; file systems allow 255, and writers append something to it. */
const MAX_BYTES = 200;

const escaped = (character: string): string =>
  Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(
    "",
  );

/**
 * A text as the name of a file or folder: letters and digits of every script stay, what could lead elsewhere or that file
 * systems dislike is written as in a URL. Different texts have different names; one that is too long ends in its digest.
 */
export const safeName = (text: string): string => {
  const name = text.replace(/[^\p{L}\p{M}\p{N}_.+ -]|^\./gu, escaped);
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 12);
  let kept = "";
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > MAX_BYTES - digest.length - 1) break;
    kept += character;
  }
  return `${kept}~${digest}`;
};
