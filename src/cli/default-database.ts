import { basename, dirname, join, resolve } from "node:path";

/** results/<name>.db, with the name of the file of a study, or of its folder if the file is called study. */
export const defaultDatabase = (path: string): string => {
  const stem = basename(path).replace(/\.[^.]*$/, "");
  return join("results", `${stem === "study" ? basename(dirname(resolve(path))) : stem}.db`);
};
