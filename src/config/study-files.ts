import { dirname } from "node:path";
import { withCommand } from "./external-command.ts";
import { withModule } from "./module-file.ts";
import { withRecorded } from "./recorded-file.ts";

/**
 * Completes the environment and the estimators of a study as it was read that name files: by the path from the working
 * folder in place of that from the study, and by a digest. Anything else is left for the schema.
 * @param origin the study's file
 */
export const withFiles = (study: unknown, origin: string): unknown => {
  const { environment, agents, probe } = Object(study) as {
    environment?: unknown;
    agents?: unknown;
    probe?: { estimators?: unknown };
  };
  const folder = dirname(origin);
  const ofEstimator = (written: unknown) =>
    withModule(withRecorded(withCommand(written, folder), folder), folder);
  return {
    ...(study as object),
    ...(environment !== undefined && { environment: withModule(environment, folder) }),
    ...(Array.isArray(agents) && {
      agents: agents.map((agent) =>
        Object(agent).estimator === undefined ? agent : { ...agent, estimator: ofEstimator(agent.estimator) },
      ),
    }),
    ...(Array.isArray(probe?.estimators) && {
      probe: { ...probe, estimators: probe.estimators.map(ofEstimator) },
    }),
  };
};
