import { describe, test } from "vitest";
import { runChild } from "../support/child.ts";

describe.runIf(process.platform === "linux")("dumps", () => {
  test("once forbidden the kernel knows: not dumpable, core limit 0, soft and hard", async () => {
    await runChild("undumpable.child.ts").printed("1 0 0 0");
  });
});
