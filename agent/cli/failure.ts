import { codeOf } from "../../mei/errors.ts";
import { ApiClientError } from "../api/client-error.ts";

/** An error as a command tells it: the same with and without the service in between. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly holder?: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ApiClientError && error.refusal) {
    const { code, message, params } = error.refusal;
    return { code, message, ...(typeof params.holder === "string" ? { holder: params.holder } : {}) };
  }
  const holder = (error as { holder?: unknown } | null)?.holder;
  return {
    code: codeOf(error),
    message: error instanceof Error ? error.message : String(error),
    ...(typeof holder === "string" ? { holder } : {}),
  };
}

/** What to do about it, where the message does not say so itself. */
const remedies: Readonly<Record<string, string>> = {
  ME_ABSENT: "To try without hardware: --mei virtual:acm-15 (amt-agent virtual-me --list names the machines).",
  ME_DENIED: "Run it as root (administrator), or start the service once: amt-agent serve",
  ME_BUSY: "Stop the program that holds it, or try again when it is done.",
  ME_GONE: "Try again; if it stays, restart the PC.",
  ME_TIMEOUT: "Try again; if it stays, switch the PC off and unplug it for a minute.",
};
export const remedyFor = (code: string): string | undefined => remedies[code];
