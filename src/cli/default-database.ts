import { basename, dirname, join, resolve } from "node:path";

/** results/<name>.db, with the name of the file of a study, or of its folder if the file is called study. @param ending put behind the name */
export const defaultDatabase = (path: string, ending = ""): string => {
  const stem = basename(path).replace(/\.[^.]*$/, "");
  return join("results", `${stem === "study" ? basename(dirname(resolve(path))) : stem}${ending}.db`);
};
