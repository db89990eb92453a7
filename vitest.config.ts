import { defineConfig } from "vitest/config";
import { PATIENCE } from "./test/patience.ts";
import { parts } from "./test/suite/parts.ts";

export default defineConfig({
  test: {
    maxWorkers: "100%", // by itself vitest leaves one processor free, of two as of many
    globalSetup: ["test/suite/needs.ts", "test/suite/temporary-folder.ts"],
    projects: Object.entries(parts).map(([name, { include, exclude, isolate }]) => ({
      test: {
        ...{ name, include, exclude, isolate },
        ...{ testTimeout: PATIENCE, hookTimeout: PATIENCE },
        expect: { poll: { timeout: PATIENCE, interval: 50 } },
      },
    })),
  },
});
