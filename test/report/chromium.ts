import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { PATIENCE } from "../patience.ts";
import { CHROMIUM } from "../suite/needs.ts";

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM as string, args: ["--no-sandbox"], timeout: PATIENCE });

/** A context in which everything is waited for as long as in every other test. */
export const patientContext = async (
  browser: Browser,
  options?: BrowserContextOptions,
): Promise<BrowserContext> => {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  return context;
};
