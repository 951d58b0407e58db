import { errnoName } from "../../platform/native/libc.ts";
import { MeiError, type MeiErrorCode } from "../errors.ts";

/** What the kernel's mei driver means by its errors, in connect, read, write and open alike (vm.md A, measured). */
const codes: Readonly<Record<string, MeiErrorCode>> = {
  ENOENT: "ME_ABSENT",
  ENXIO: "ME_ABSENT", // a device node that no driver stands behind
  EACCES: "ME_DENIED",
  EPERM: "ME_DENIED",
  ENOTTY: "ME_NO_CLIENT",
  EBUSY: "ME_BUSY",
  ENODEV: "ME_GONE",
  EFBIG: "ME_TOO_LARGE",
  EFAULT: "ME_TIMEOUT", // connecting to a hung ME, after 21.7 s
  ETIME: "ME_TIMEOUT",
  ETIMEDOUT: "ME_TIMEOUT",
  // A virtual ME behind CUSE, or a socket in the tests, that ended:
  ECONNABORTED: "ME_GONE",
  ENOTCONN: "ME_GONE",
  ECONNRESET: "ME_GONE",
  EPIPE: "ME_GONE",
};

const meanings: Readonly<Record<MeiErrorCode, string>> = {
  ME_ABSENT: "no such device. Load the kernel's driver (modprobe mei_me), or the BIOS hides the ME",
  ME_DENIED: "permission denied. Run as root, or as a member of the device's group",
  ME_NO_CLIENT: "this ME has no such client",
  ME_BUSY: "busy, held by another program. Wait for it to end",
  ME_GONE: "the ME was reset or its device vanished. Connect again",
  ME_TIMEOUT: "the ME does not answer. If that stays so, switch the computer off and on",
  ME_TOO_LARGE: "the message is larger than this client takes",
  ME_EMPTY: "an empty message",
  ME_CLOSED: "closed by us",
  ME_DRIVER: "the kernel's driver refused",
};

/** The name of the kernel's error, or undefined for an error of another kind. */
export function errnoOf(error: unknown): string | undefined {
  const errno = (error as { errno?: unknown } | null)?.errno;
  return typeof errno === "number" ? errnoName(errno) : undefined;
}

/** A kernel's error as ours; one that already is ours stays. `what`: of whom or what, `AMT host interface (/dev/mei0)`. */
export function meiError(error: unknown, what: string, { holder }: { holder?: string | undefined } = {}): MeiError {
  if (error instanceof MeiError) return error;
  const errno = errnoOf(error);
  const code = codes[errno ?? ""] ?? "ME_DRIVER";
  const meaning = holder === undefined ? meanings[code] : `busy, probably held by ${holder}. End that, or wait for it`;
  return new MeiError(code, `${what}: ${meaning}. [${errno ?? String(error)}]`, { cause: error, holder });
}
