import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";

/** The name that `run` gives the database of a study, in a folder of its own. */
export const databaseOf = (study) => {
  const stem = basename(study).replace(/\.[^.]*$/, "");
  return join("results", "dev", `${stem === "study" ? basename(dirname(resolve(study))) : stem}.db`);
};

/** A study and the modules that it names. */
export const filesOf = (study) => {
  const modules = [];
  try {
    parse(readFileSync(study, "utf8"), (key, value) => {
      if (key === "module" && typeof value === "string") modules.push(resolve(dirname(study), value));
      return value;
    });
  } catch {} // the command says what is wrong with it
  return [resolve(study), ...modules];
};
