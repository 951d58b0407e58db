import { codeOf, StatusError } from "../../mei/errors.ts";
import type { Info } from "../api/info.ts";
import type { Judged, Reason, ReasonCode } from "./check.ts";

/** A collector's own word for why it has no answer. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
  readonly code = "POSTURE_NO_ANSWER";
  readonly reason: Reason;
  constructor(reason: ReasonCode, detail: string) {
    super(detail);
    this.reason = { code: reason, detail };
  }
}

const byCode: Readonly<Record<string, ReasonCode>> = {
  ENOENT: "no-data",
  ENOTDIR: "no-data",
  EACCES: "eperm",
  EPERM: "eperm",
  EIO: "refused",
  EAGAIN: "timeout",
  FILE_TOO_LARGE: "too-large",
  FILE_NOT_REGULAR: "malformed",
  PROGRAM_MISSING: "no-program",
  PROGRAM_TOO_MUCH: "too-large",
  PROGRAM_FAILED: "refused",
  REGISTRY_DENIED: "eperm",
  REGISTRY_FAILED: "refused",
  REGISTRY_TOO_MUCH: "too-large",
  WINDOWS_ERROR: "refused",
  NO_WIN32: "unsupported",
  SMBIOS: "malformed",
  POSTURE_TIMEOUT: "timeout",
  ME_ABSENT: "no-driver",
  ME_DENIED: "eperm",
  ME_BUSY: "busy",
  ME_TIMEOUT: "timeout",
  ME_GONE: "unreachable",
  ME_NO_CLIENT: "no-amt",
  ME_EMPTY: "malformed",
  ME_MISMATCH: "malformed",
  WIRE: "malformed",
  WSMAN_FAULT: "refused",
  WSMAN_RETURN_VALUE: "refused",
  WSMAN_HTTP: "refused",
  WSMAN_LIMIT: "too-large",
  HTTP_TOO_LARGE: "too-large",
  HTTP_TIMEOUT: "timeout",
  HTTP_BAD_REPLY: "malformed",
  TLS_UNTRUSTED: "login",
  LOGIN_NEEDED: "login",
  LMS_ABSENT: "no-amt",
  LMS_HELD: "busy",
  LMS_CROWDED: "busy",
  API_DENIED: "eperm",
};

/** The reason of an error, by its stable code. What nobody foresaw is `unreachable`, with that code: never a verdict. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof NoAnswer) return error.reason;
  const code = codeOf(error);
  const detail = detailOf(error, code);
  const { subcode } = (error ?? {}) as { subcode?: unknown };
  if (error instanceof StatusError) return { code: "refused", detail };
  if (code === "WSMAN_FAULT" && (subcode === "DestinationUnreachable" || subcode === "InvalidSelectors"))
    return { code: "unsupported", detail };
  if (code === "WSMAN_FAULT" && subcode === "AccessDenied") return { code: "eperm", detail };
  if (code.startsWith("AUTH_")) return { code: "login", detail };
  if (code.startsWith("XML_") || code.startsWith("WSMAN_M") || code === "WSMAN_VALUE")
    return { code: "malformed", detail };
  return { code: byCode[code] ?? "unreachable", detail: byCode[code] ? detail : `${code}: ${detail}` };
}

const words: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  ENOTDIR: "is not there",
  EACCES: "is not for this user",
  EPERM: "is not for this user",
  EIO: "cannot be read: the kernel refuses",
  EAGAIN: "has nothing to say now",
};
function detailOf(error: unknown, code: string): string {
  const { path } = (error ?? {}) as { path?: unknown };
  if (typeof path === "string" && words[code] !== undefined) return `${path} ${words[code]}`;
  return error instanceof Error ? error.message : String(error);
}

/** `amt-agent info` says why a field is null; this is the same in our words. */
const byMessage: Readonly<Record<string, ReasonCode>> = {
  "unknown.no-amt": "no-amt",
  "unknown.no-client": "unsupported",
  "unknown.unsupported": "unsupported",
  "unknown.refused": "refused",
  "unknown.malformed": "malformed",
  "unknown.busy": "busy",
  "unknown.timeout": "timeout",
  "unknown.gone": "unreachable",
  "unknown.needs-version": "unsupported",
  "unknown.not-configured": "not-set-up",
};
export function whyNot({ unknown }: Pick<Info, "unknown">, field: string): Judged {
  const noted = unknown.find((one) => one.field === field)?.message;
  const code = byMessage[noted?.code ?? ""] ?? "no-data";
  const detail = noted?.text ?? "the firmware does not say";
  return { result: code === "no-amt" ? "not-applicable" : "unknown", reason: { code, detail } };
}
