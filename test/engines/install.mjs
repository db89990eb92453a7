/** Brings the Node.js versions that the bits of results are compared over: `npm run nodes`, about 100 MB each. */
import { execSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { arch, platform } from "node:process";

const { versions, folder } = JSON.parse(readFileSync(new URL("nodes.json", import.meta.url), "utf8"));
const name = `node-${platform === "win32" ? "win" : platform}-${arch}`; // the packages that hold the binaries
const packages = versions.map((version) => `node${version}@npm:${name}@${version}`);
mkdirSync(folder, { recursive: true });
execSync(
  `npm install --no-save --no-audit --no-fund --ignore-scripts --prefix ${folder} ${packages.join(" ")}`,
  {
    stdio: "inherit",
  },
);
