import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { distrust, readTrustedFile } from "../../platform/trusted-file.ts";
import { openDirectory } from "../support/local-api.ts";

const directory = openDirectory();
afterAll(() => directory.remove());
const file = (mode: number): string => {
  const at = path.join(directory.path, `${mode.toString(8)}`);
  writeFileSync(at, "content");
  chmodSync(at, mode);
  return at;
};

describe("a file is read", () => {
  test("where owner and mode allow what it is for", () => {
    expect(readTrustedFile(file(0o600), "secret")).toBe("content");
    expect(readTrustedFile(file(0o644), "names-commands")).toBe("content");
    expect(readTrustedFile(file(0o664), "plain")).toBe("content");
  });
});

test.each([
  [{ uid: 0, mode: 0o100666 }, "plain", 0, /every user/],
  [{ uid: 1000, mode: 0o100644 }, "plain", 0, undefined],
  [{ uid: 1000, mode: 0o100644 }, "names-commands", 0, /belongs to user 1000/],
  [{ uid: 0, mode: 0o100664 }, "names-commands", 0, /its group/],
  [{ uid: 0, mode: 0o100640 }, "names-commands", 990, undefined],
  [{ uid: 0, mode: 0o100640 }, "secret", 0, /read by others/],
  [{ uid: 0, mode: 0o100604 }, "secret", 0, /read by others/],
  [{ uid: 990, mode: 0o100400 }, "secret", 990, undefined],
] as const)("%j as %s for user %i", (stats, trust, uid, said) => {
  const found = distrust(stats, trust, uid);
  if (said) expect(found).toMatch(said);
  else expect(found).toBeUndefined();
});

describe("refused is", () => {
  test("a file whose mode says otherwise", () => {
    expect(() => readTrustedFile(file(0o640), "secret")).toThrow(expect.objectContaining({ code: "FILE_UNTRUSTED" }));
  });
  test("a symlink where strictness counts", () => {
    const link = path.join(directory.path, "link");
    symlinkSync(file(0o600), link);
    expect(readTrustedFile(link, "plain")).toBe("content");
    expect(() => readTrustedFile(link, "secret")).toThrow(/ELOOP/);
  });
  test("a directory, and a FIFO without waiting for a writer", () => {
    const fifo = path.join(directory.path, "fifo");
    execFileSync("mkfifo", ["-m", "600", fifo]);
    expect(() => readTrustedFile(fifo, "secret")).toThrow(/not a regular file/);
    mkdirSync(path.join(directory.path, "dir"));
    expect(() => readTrustedFile(path.join(directory.path, "dir"), "plain")).toThrow(/not a regular file/);
  });
});
