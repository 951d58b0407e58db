export type ApiClientErrorCode =
  /** No service there, or it hung up. */
  | "API_UNREACHABLE"
  /** We may not: the endpoint's file mode, or the service, says so. */
  | "API_DENIED"
  /** The service answered no; `status` and `refusal` say what. The firmware's refusals come this way too (status 502). */
  | "API_REFUSED"
  /** What answers there does not speak as the service does. */
  | "API_PROTOCOL";

/** What the service said no with: a stable code, a sentence, and the sentence's parameters. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export class ApiClientError extends Error {
  override name = "ApiClientError";
  /** By name: the command that shows it is in another bundle than the client that throws it. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "ApiClientError";
  }
  readonly code: ApiClientErrorCode;
  readonly status: number | undefined;
  readonly refusal: Refusal | undefined;
  constructor(
    code: ApiClientErrorCode,
    message: string,
    { cause, status, refusal }: { cause?: unknown; status?: number; refusal?: Refusal | undefined } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
    this.refusal = refusal;
  }
}

/** JSON from the service. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiClientError("API_PROTOCOL", "What answers there is not the service: its answer is not JSON.", {
      cause,
    });
  }
}

/** What a whole answer holds, or the refusal that it is. */
export function answerIn(status: number, text: string): unknown {
  const body = parse(text);
  if (status === 200) return body;
  const { code, message, params } = ((body as { error?: Partial<Refusal> } | null)?.error ?? {}) as Partial<Refusal>;
  if (typeof code !== "string" || typeof message !== "string")
    throw new ApiClientError(
      "API_PROTOCOL",
      `What answers there is not the service: status ${status} without a reason.`,
    );
  const refusal = { code, message, params: params ?? {} };
  throw new ApiClientError(status === 403 ? "API_DENIED" : "API_REFUSED", message, { status, refusal });
}

/** What a connection failed with, as a caller wants to know it. An abort goes first, whatever it broke. */
export function unreachable(address: string, error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ApiClientError) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM") {
    return new ApiClientError(
      "API_DENIED",
      `You may not open ${address}. Run this as root, or as a member of the group amt-admin.`,
      { cause: error },
    );
  }
  if (code === "ENOENT" || (code === "ECONNREFUSED" && syscall === "connect")) {
    return new ApiClientError(
      "API_UNREACHABLE",
      `The service is not running: nobody listens on ${address}. Start it with amt-agent serve, or name its --socket.`,
      { cause: error },
    );
  }
  // Whatever else has a code came from the connection; the rest is ours and stays what it is
  if (
    typeof code !== "string" ||
    code.startsWith("API_") ||
    (syscall === undefined && !/^(ECONN|EPIPE|HPE_|ERR_STREAM)/.test(code))
  )
    return error;
  return new ApiClientError(
    "API_UNREACHABLE",
    `The service at ${address} hung up (${code}). Try again; its log may say why.`,
    {
      cause: error,
    },
  );
}
