import { codeOf } from "../../mei/errors.ts";
import { ApiClientError } from "../api/client-error.ts";

/** An error as a command tells it: the same with and without the service in between. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly holder?: string;
  /** What to do about it, where neither the message nor the code says so. */
  readonly remedy?: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ApiClientError && error.refusal) {
    const { code, message, params } = error.refusal;
    const remedy = typeof params.remedy === "string" ? params.remedy : remedies[code];
    return {
      code,
      message,
      ...(typeof params.holder === "string" ? { holder: params.holder } : {}),
      ...(remedy === undefined ? {} : { remedy }),
    };
  }
  const { holder, subcode, remedy: own } = (error ?? {}) as { holder?: unknown; subcode?: unknown; remedy?: unknown };
  const code = codeOf(error);
  const remedy =
    (typeof own === "string" ? own : undefined) ??
    remedies[code] ??
    (typeof subcode === "string" ? faultRemedies[subcode] : undefined);
  return {
    code,
    message: error instanceof Error ? error.message : String(error),
    ...(typeof holder === "string" ? { holder } : {}),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** What to do about it, where the message does not say so itself. */
const remedies: Readonly<Record<string, string>> = {
  ME_ABSENT: "To try without hardware: --mei virtual:acm-15 (amt-agent virtual-me --list names the machines).",
  ME_DENIED: "Run it as root (administrator), or start the service once: amt-agent serve",
  ME_BUSY: "Stop the program that holds it, or try again when it is done.",
  ME_GONE: "Try again; if it stays, restart the PC.",
  ME_TIMEOUT: "Try again; if it stays, switch the PC off and unplug it for a minute.",
  LMS_ABSENT: "Switch AMT on in the PC's firmware settings, if it has it; amt-agent doctor says more.",
  LMS_NO_PORT: "Is AMT switched on, and set up? amt-agent doctor says more.",
  LMS_FAILING: "Try again; amt-agent doctor says more.",
};

/** The same by the subcode of a SOAP fault: AMT's own words for them say nothing. */
const faultRemedies: Readonly<Record<string, string>> = {
  AccessDenied: "This account may not do that: log in as one that may, with --user NAME.",
  DestinationUnreachable: "This AMT has no such class or no such instance: amt-agent wsman enumerate CLASS shows them.",
  InvalidSelectors: "Which instance? amt-agent wsman enumerate CLASS shows them, --selector KEY=VALUE names one.",
};
