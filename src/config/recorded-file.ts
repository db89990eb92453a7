import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

/**
 * Completes an estimator of the kind `recorded` of a study as it was read: its file by the path from the working folder in
 * place of that from the study, and the digest of it. Anything else is left for the schema.
 * @param folder that of the study's file
 */
export const withRecorded = (written: unknown, folder: string): unknown => {
  const { kind, gradients } = Object(written) as { kind?: unknown; gradients?: unknown };
  if (kind !== "recorded" || typeof gradients !== "string") return written;
  return { ...(written as object), ...recordedFile(relative("", resolve(folder, gradients))) };
};

/** A file as a study names it. @param gradients its path from the working folder */
export const recordedFile = (gradients: string): { gradients: string; digest?: string } => {
  try {
    return { gradients, digest: createHash("sha256").update(readFileSync(gradients)).digest("hex") };
  } catch {
    return { gradients }; // that it cannot be read is said where it is read
  }
};
