import { existsSync, readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { rollingFile } from "../../platform/rolling-file.ts";
import { folder } from "../support/program.ts";

const ended = (stream: NodeJS.WritableStream): Promise<void> => new Promise((resolve) => stream.end(() => resolve()));

const dir = folder();
afterEach(() => dir.remove());

it("begins a new file when one is full, keeps so many and no more, and loses none of what it keeps", async () => {
  const path = dir.in("log/service.log");
  const first = rollingFile(path, { size: 20, keep: 2 });
  for (let n = 0; n < 4; n++) first.write(`entry ${n} ......\n`);
  await ended(first);
  // Another process, later
  const second = rollingFile(path, { size: 20, keep: 2 });
  for (let n = 4; n < 7; n++) second.write(`entry ${n} ......\n`);
  await ended(second);
  const read = ["", ".1", ".2"].map((tail) =>
    readFileSync(path + tail, "utf8")
      .match(/\d/g)
      ?.join(""),
  );
  expect(read).toEqual(["6", "45", "23"]);
  expect(existsSync(`${path}.3`)).toBe(false);
});

it("says as an error of the stream that it cannot write", async () => {
  const file = rollingFile(`${import.meta.filename}/service.log`, { size: 20, keep: 2 });
  const failed = new Promise<Error>((resolve) => file.on("error", resolve));
  file.write("entry\n");
  expect(((await failed) as NodeJS.ErrnoException).code).toBe("EEXIST");
});
