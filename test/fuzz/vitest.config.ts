import path from "node:path";
import { defineConfig } from "vitest/config";

/** As the whole test run, for the files that build/fuzz.mjs names, with every generated case counted. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    setupFiles: ["test/fuzz/count.ts"],
    pool: "threads",
    maxWorkers: 2,
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
