import type { Exam } from "../exam.ts";
import type { Finding } from "../finding.ts";
import type { Reading } from "../read.ts";
import { crediting, unreadCredit } from "./credit.ts";
import { idleSteps } from "./ends.ts";
import { form } from "./form.ts";
import { normalizing } from "./normalization.ts";
import { repeating } from "./repeats.ts";

/** What was read, in words. @param alone whether advantages are judged alone, without what the caller does with them */
export const findingsOf = (exam: Exam, reading: Reading, alone: boolean): Finding[] => [
  ...repeating(reading),
  ...form(reading, alone),
  ...normalizing(reading),
  ...idleSteps(exam, reading),
  ...(reading.structure ? crediting(exam, reading.structure, reading, alone) : unreadCredit(reading, alone)),
];
