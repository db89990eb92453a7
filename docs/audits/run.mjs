import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Audits the files of this folder whose first line is `"""library | option"""`, and writes the table of README.md.
//   node docs/audits/run.mjs [python [file …]]     rows of files that are not named stay as they are

const folder = dirname(fileURLToPath(import.meta.url));
const main = join(folder, "../../dist/bundle/main.js");
const [python = "python3", ...named] = process.argv.slice(2);
const page = join(folder, "README.md");
const [before, rest] = readFileSync(page, "utf8").split("<!-- table -->\n");
const end = rest.indexOf("<!-- end -->");
const written = rest.slice(0, end).split("\n");
const SIGNS = { choice: "•", fault: "✗", unread: "?" };

const versionOf = (library) => {
  const program = `import importlib.metadata as m; print(m.version(${JSON.stringify(library)}))`;
  const { status, stdout } = spawnSync(python, ["-c", program], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
};

const optionsText = (value) =>
  typeof value === "object" && value !== null
    ? `{ ${Object.entries(value)
        .filter(([key]) => key !== "critic")
        .map(([key, each]) => `${key}: ${optionsText(each)}`)
        .join(", ")} }`
    : String(value);

const equalText = ({ equal, parallel, nearest }) => {
  const made = equal ?? parallel;
  if (made === null)
    return nearest === null
      ? "none"
      : `none; R² = ${nearest.likeness.toFixed(3)} with \`${optionsText(nearest.options)}\``;
  const times = equal === null ? `, times ${Number(made.factor.toPrecision(6))}` : "";
  const discount = made.discount === 1 ? ", of returns with γ = 1" : "";
  return `\`${optionsText(made.options)}\`${times}${discount}`;
};

const intervalText = ({ estimate, low, high }, digits) =>
  `${estimate.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;

const numbersText = (numbers) => {
  if (numbers === null) return "advantages alone";
  if (typeof numbers === "string") return "not measured";
  if (numbers.method === "exact")
    return `${numbers.turnedBy.estimate.toFixed(1)}°, × ${numbers.scaledBy.estimate.toFixed(2)}, exactly`;
  return `${intervalText(numbers.turnedBy, 1)}°, × ${intervalText(numbers.scaledBy, 2)}`;
};

const lineOf = (cells) => `| ${cells.map((cell) => cell.replaceAll("\n", " ")).join(" | ")} |`;

const rows = readdirSync(folder)
  .filter((name) => name.endsWith(".py"))
  .sort()
  .flatMap((name) => {
    const [, library, option] =
      /^"""([^|\n]+) \| (.+?)"""$/m.exec(readFileSync(join(folder, name), "utf8")) ?? [];
    if (library === undefined) return [];
    const old = written.find((line) => line.includes(`](${name})`));
    if (named.length > 0 && !named.includes(name) && old !== undefined) return [old];
    const own = library.startsWith("in the style");
    const version = own ? "–" : versionOf(library);
    const link = `[${option}](${name})`;
    if (version === undefined) return [lineOf([library, "not installed", link, "", "", ""])];
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [main, "audit", join(folder, name), "--python", python, "--json"],
      { encoding: "utf8" },
    );
    process.stderr.write(`${name}\n`);
    if (!stdout.startsWith("{")) {
      process.stderr.write(stderr);
      return [lineOf([library, version, link, `could not be audited: ${stderr.trim()}`, "", ""])];
    }
    const made = JSON.parse(stdout);
    const said = made.findings.filter(({ kind }) => kind !== "fine");
    const findings = said.map(({ kind, text }) => `${SIGNS[kind]} ${text}`).join("<br>");
    return [lineOf([library, version, link, equalText(made), findings || "✓", numbersText(made.numbers)])];
  });

const header = [
  "library",
  "version",
  "what",
  "equal to ours",
  "choices •, faults ✗, unread ?",
  "turned, scaled",
];
const table = [lineOf(header), lineOf(header.map(() => "---")), ...rows].join("\n");
writeFileSync(page, `${before}<!-- table -->\n${table}\n${rest.slice(end)}`);
process.stdout.write(
  `${page} is written: ${rows.length} rows, ${execFileSync(python, ["--version"], { encoding: "utf8" })}`,
);
