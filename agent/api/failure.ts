import { codeOf, MeiError, MismatchError, StatusError } from "../../mei/errors.ts";
import { WireError } from "../../mei/wire/index.ts";
import { ProvisioningError } from "../provisioning/error.ts";

/** What the server itself says no to. Nothing else has an HTTP status of its own. */
const statuses = {
  API_MALFORMED: 400,
  API_INVALID: 400,
  API_FOREIGN: 403,
  API_DENIED: 403,
  API_UNKNOWN_ROUTE: 404,
  API_TIMEOUT: 408,
  API_TOO_LARGE: 413,
  API_NOT_JSON: 415,
  API_HEADERS_TOO_LARGE: 431,
  API_INTERNAL: 500,
  API_CROWDED: 503,
  API_STOPPING: 503,
} as const;
export type ApiCode = keyof typeof statuses;

export type FailureParams = Readonly<Record<string, string | number>>;

/** A refusal by the service. Handlers throw it too: the text is shown to the caller. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: ApiCode;
  readonly status: number;
  readonly params: FailureParams | undefined;
  constructor(code: ApiCode, message: string, options: { params?: FailureParams; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = statuses[code];
    this.params = options.params;
  }
}

/** The body of every answer that is not 200. */
export interface FailureBody {
  readonly error: { readonly code: string; readonly message: string; readonly params?: FailureParams };
}
export interface Failure {
  readonly status: number;
  readonly body: FailureBody;
  /** Nobody foresaw it: the caller learns nothing of it, the log everything. */
  readonly unforeseen: boolean;
}

const failure = (status: number, code: string, message: string, params?: FailureParams): Failure => ({
  status,
  body: { error: { code, message, ...(params && Object.keys(params).length > 0 ? { params } : {}) } },
  unforeseen: false,
});

/** What configuring AMT is refused with, by its code: of the request, of AMT's state, of AMT itself. Their texts hold no secret. */
const refusals: Readonly<Record<string, number>> = {
  CONFIGURE_INPUT: 400,
  CONFIGURE_ABSENT: 409,
  CONFIGURE_REFUSED: 409,
  CONFIGURE_NOT_TAKEN: 502,
  CONFIGURE_PARTLY: 502,
  HELP_NOT_SET_UP: 409,
  HELP_NOT_ALLOWED: 409,
  HELP_NO_SERVER: 409,
  HELP_NOT_YOURS: 409,
  WLAN_ABSENT: 409,
  POSTURE_RESTING: 503,
  POSTURE_KEY: 500,
  FILE_UNTRUSTED: 500,
  AUTH_BAD_CREDENTIALS: 400,
  AUTH_FAILED: 502,
  AUTH_LOCKED_OUT: 502,
  TLS_UNTRUSTED: 502,
  LMS_ABSENT: 502,
  LMS_FAILING: 502,
  LMS_HELD: 502,
  LMS_NO_PORT: 502,
  HTTP_CLOSED: 502,
  HTTP_TIMEOUT: 502,
  WSMAN_FAULT: 502,
  WSMAN_RETURN_VALUE: 502,
};

/** What a caller is told. The firmware's refusals travel whole (502), so that a command answers alike with and without the service. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return failure(error.status, error.code, error.message, error.params);
  if (error instanceof MeiError)
    return failure(502, error.code, error.message, error.holder === undefined ? {} : { holder: error.holder });
  if (error instanceof StatusError) {
    const { command, status, statusName } = error;
    return failure(502, error.code, error.message, { command, status, ...(statusName ? { statusName } : {}) });
  }
  if (error instanceof WireError)
    return failure(502, error.code, error.message, { field: error.field, offset: error.offset });
  if (error instanceof ProvisioningError)
    return failure(409, error.code, error.message, error.remedy === undefined ? {} : { remedy: error.remedy });
  if (error instanceof MismatchError) return failure(502, error.code, error.message);
  const foreseen = refusals[codeOf(error)];
  if (foreseen !== undefined) return failure(foreseen, codeOf(error), (error as Error).message);
  const internal = new ApiError("API_INTERNAL", "The service failed at this; its log says why.");
  return { ...failure(internal.status, internal.code, internal.message), unforeseen: true };
}
