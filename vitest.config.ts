import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { alone, LongestFirst } from "./test/support/run-order.ts";

const every = {
  globalSetup: ["test/support/built.ts"],
  // Processes: descriptors, memory and children are those of one file's tests alone
  pool: "forks" as const,
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...every,
          name: "beside others",
          include: ["test/**/*.test.ts"],
          exclude: alone,
          // Unless told, Vitest takes one worker less than there are cores. Most files wait for programs that they started
          maxWorkers: availableParallelism() + 2,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...every, name: "alone", include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
