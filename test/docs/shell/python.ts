import { spawnSync } from "node:child_process";

/** What Python needs for a snippet beyond its standard library. */
const NEEDS: readonly (readonly [pattern: RegExp, what: string, statement: string])[] = [
  [/import numpy/, "numpy", "import numpy"],
  [/trueslope audit \S+\.py/, "numpy and torch", "import numpy, torch"],
  [/trueslope run my-loss\.yaml/, "numpy and torch", "import numpy, torch"],
  [/trueslope judge elsewhere\.yaml/, "numpy", "import numpy"],
  [/import pandas/, "pandas", "import pandas"],
  [/\.plot\(/, "matplotlib", "import matplotlib"],
  [/read_parquet/, "pyarrow", "import pyarrow"],
  [/import duckdb/, "duckdb", "import duckdb"],
  [/TYPE sqlite/, "duckdb's extension sqlite", "import duckdb; duckdb.sql('LOAD sqlite')"],
];

const known = new Map<string, boolean>();
const canRun = (statement: string): boolean => {
  const can = known.get(statement) ?? spawnSync("python3", ["-c", statement]).status === 0;
  known.set(statement, can);
  return can;
};

/** The packages that a snippet needs and that are not installed. */
export const lackingFor = (text: string): string[] =>
  NEEDS.filter(([pattern, , statement]) => pattern.test(text) && !canRun(statement)).map(([, what]) => what);
