import { spawnSync } from "node:child_process";
import { OutsideError } from "../errors/outside-error.ts";

/** The most tasks of an array that this cluster takes; undefined if it does not say. @throws OutsideError as `submitScript` */
export const maxArraySize = (): number | undefined => {
  const [, size] = /^MaxArraySize\s*=\s*(\d+)/m.exec(asked("scontrol", ["show", "config"])) ?? [];
  return size === undefined ? undefined : Number(size);
};

/**
 * Submits a script. @returns the number of its job
 * @throws OutsideError if Slurm's programs are not here, or refuse
 */
export const submitScript = (path: string, options: readonly string[] = []): string => {
  const said = asked("sbatch", ["--parsable", ...options, path]);
  const [job] = /^\d+/.exec(said) ?? [];
  if (job === undefined)
    throw new OutsideError(`sbatch did not say which job it is; it said: ${said.trim()}`);
  return job;
};

const asked = (program: string, words: readonly string[]): string => {
  const { status, stdout, stderr, error } = spawnSync(program, words, { encoding: "utf8" });
  if (error)
    throw new OutsideError(
      `${program} cannot be started (${error.message}); submit where Slurm's programs are, or take the scripts of --print`,
    );
  if (status !== 0)
    throw new OutsideError(`${program} ${words.join(" ")} ended with ${status}: ${stderr.trim()}`);
  return stdout;
};
