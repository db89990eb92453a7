import { CHROMIUM } from "./report/chromium.ts";

/**
 * What is said before the first test where there is no Chromium: the tests of what is seen in a browser are skipped.
 * @throws Error in continuous integration, where they must not be
 */
export const chromiumNotice = (path: string | undefined, ci: string | undefined): string => {
  if (path !== undefined) return "";
  const missing = "NO CHROMIUM: every test of the report and of the page in a browser is skipped";
  if (ci !== undefined && ci !== "" && ci !== "false" && ci !== "0")
    throw new Error(`${missing}; install it`);
  const rule = "!".repeat(missing.length);
  return `\n${rule}\n${missing}\n${rule}\n\n`;
};

export default (): void => void process.stderr.write(chromiumNotice(CHROMIUM, process.env.CI));
