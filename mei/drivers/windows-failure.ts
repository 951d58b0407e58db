import type { WindowsError } from "../../platform/native/windows-error.ts";
import { MeiError, type MeiErrorCode } from "../errors.ts";

/** What was asked of the device. */
export type Attempt = "find" | "open" | "control" | "connect";

interface Meaning {
  readonly name: string;
  readonly code: MeiErrorCode;
  /** Where CONNECT_CLIENT means something else by it. */
  readonly onConnect?: MeiErrorCode;
}

/**
 * The one table from Windows' error numbers (winerror.h) to ours. Sources: metee's own table and TeeConnect (lms.md 2.0) for 6, 31,
 * 995, 1167 and 1168; the others are what these numbers say in general, not seen from this driver. A failed read or write is ME_GONE
 * whatever its number: the driver's handle is of no more use then (lms.md 2.0).
 */
export const windowsFailures: Readonly<Record<number, Meaning>> = {
  1: { name: "ERROR_INVALID_FUNCTION", code: "ME_DRIVER" },
  2: { name: "ERROR_FILE_NOT_FOUND", code: "ME_ABSENT" },
  3: { name: "ERROR_PATH_NOT_FOUND", code: "ME_ABSENT" },
  5: { name: "ERROR_ACCESS_DENIED", code: "ME_DENIED" },
  6: { name: "ERROR_INVALID_HANDLE", code: "ME_GONE", onConnect: "ME_NO_CLIENT" },
  21: { name: "ERROR_NOT_READY", code: "ME_GONE" },
  31: { name: "ERROR_GEN_FAILURE", code: "ME_GONE" },
  32: { name: "ERROR_SHARING_VIOLATION", code: "ME_BUSY" },
  50: { name: "ERROR_NOT_SUPPORTED", code: "ME_DRIVER" },
  55: { name: "ERROR_DEV_NOT_EXIST", code: "ME_GONE" },
  87: { name: "ERROR_INVALID_PARAMETER", code: "ME_DRIVER" },
  121: { name: "ERROR_SEM_TIMEOUT", code: "ME_TIMEOUT" },
  170: { name: "ERROR_BUSY", code: "ME_BUSY" },
  231: { name: "ERROR_PIPE_BUSY", code: "ME_BUSY" },
  259: { name: "ERROR_NO_MORE_ITEMS", code: "ME_ABSENT" },
  433: { name: "ERROR_NO_SUCH_DEVICE", code: "ME_GONE" },
  995: { name: "ERROR_OPERATION_ABORTED", code: "ME_GONE" },
  1117: { name: "ERROR_IO_DEVICE", code: "ME_GONE" },
  1167: { name: "ERROR_DEVICE_NOT_CONNECTED", code: "ME_GONE" },
  1168: { name: "ERROR_NOT_FOUND", code: "ME_DRIVER", onConnect: "ME_NO_CLIENT" },
  1460: { name: "ERROR_TIMEOUT", code: "ME_TIMEOUT" },
  1617: { name: "ERROR_DEVICE_REMOVED", code: "ME_GONE" },
};

export const windowsFailureCode = (number: number, attempt: Attempt): MeiErrorCode => {
  const meaning = windowsFailures[number];
  return (attempt === "connect" ? meaning?.onConnect : undefined) ?? meaning?.code ?? "ME_DRIVER";
};

/** `what` says who wanted what: `connecting to AMT host interface`. */
export function windowsFailure(error: WindowsError, attempt: Attempt, what: string): MeiError {
  const code = windowsFailureCode(error.number, attempt);
  const reason = windowsReason(error);
  return new MeiError(
    code,
    `${what}: ${advice[code] ?? "the driver refuses, which is not known to happen: an old ME driver, or not one at all"} (${reason})`,
    { cause: error },
  );
}

/** `ReadFile: 31 ERROR_GEN_FAILURE` */
export const windowsReason = ({ call, number }: WindowsError): string =>
  `${call}: ${number} ${windowsFailures[number]?.name ?? "(not a number we know)"}`;

const advice: Partial<Record<MeiErrorCode, string>> = {
  ME_ABSENT:
    "there is no such device. Install the Intel Management Engine Interface driver of the PC's maker, or enable it in Device Manager",
  ME_DENIED: "Windows refuses access to the ME driver. Run this as Administrator, or let the amt-agent service do it",
  ME_BUSY: "another program holds it, such as Intel LMS or another management tool. Stop that program or wait for it",
  ME_GONE: "the ME was reset or its driver stopped. Try again in a moment",
  ME_NO_CLIENT: "this ME has no such client: for AMT, the machine has none or its BIOS disables it",
  ME_TIMEOUT: "the ME did not answer in the driver's time. Try again, or restart the PC if it stays so",
};

export const noDevice = (cause?: unknown): MeiError =>
  new MeiError(
    "ME_ABSENT",
    "no ME: no device on this PC offers the Intel Management Engine Interface. If the PC has an Intel ME, install the " +
      '"Intel Management Engine Interface" (MEI, HECI) driver from its maker, or enable it in Device Manager under System devices',
    { cause },
  );

export const notWindows = (cause: Error): MeiError =>
  new MeiError(
    "ME_ABSENT",
    `the Windows driver cannot work here: ${cause.message}. Use --mei auto to take what this system has`,
    { cause },
  );
