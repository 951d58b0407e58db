import { closeSync, constants, openSync } from "node:fs";
import { errnoName, libc, SystemError } from "./libc.ts";
import type { Lockable } from "./lockable.ts";

/** Made if need be, 0600. Throws what node:fs says; `take` SystemError where the file system has no flock(). */
export function openForFlock(path: string): Lockable {
  const library = libc();
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  return {
    take() {
      const result = library.tryFlock(fd);
      if (result === 0) return true;
      if (["EAGAIN", "EINTR"].includes(errnoName(result))) return false;
      throw new SystemError("flock", result);
    },
    close: () => closeSync(fd),
  };
}
