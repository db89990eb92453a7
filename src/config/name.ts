import { z } from "zod";

/** No control characters, halves of characters, line separators, and marks that turn the direction of writing. */
const VISIBLE = /^(?!\s)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+$/u;

/** Whether a text can be a name. */
export const isName = (text: string): boolean => VISIBLE.test(text);

/** Characters of a name. */
export const MAX_NAME = 80;

/** The schema of a name: any Unicode text that can be seen; what looks alike (NFC) is one name. */
export const nameSchema = z
  .string()
  .regex(VISIBLE, "expected text without control characters or a space before it")
  .max(MAX_NAME)
  .normalize("NFC");
