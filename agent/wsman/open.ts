import { type Connect, createHttpClient, type HttpClient, type HttpLimits } from "../../mei/http/client.ts";
import type { GiveCredentials } from "../../mei/http/login.ts";
import type { Presented } from "../../mei/http/presented.ts";
import { overTls, type TlsOptions } from "../../mei/http/tls.ts";
import { TlsError } from "../../mei/http/tls-error.ts";
import type { Trust } from "../../mei/http/trust.ts";
import { createWsman, type Wsman } from "../../mei/wsman/client.ts";
import type { OnDiagnostic } from "../../mei/wsman/resource.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Way } from "./way.ts";

export interface OpenedWsman {
  readonly wsman: Wsman;
  /** The same web server, for what is no WS-Management. */
  readonly http: Pick<HttpClient, "request">;
  /** Ends the connection, and the way with it. */
  close(): Promise<void>;
}
export interface OpenWsmanOptions {
  readonly way: Pick<Way, "tls" | "connect" | "close">;
  readonly credentials: GiveCredentials;
  /** Without one no TLS is trusted: TLS_UNTRUSTED names the certificate. */
  readonly trust: Trust | undefined;
  /** What we show of ourselves, where AMT wants it. */
  readonly client?: NonNullable<TlsOptions["client"]>;
  readonly clock: Clock;
  /** Each answer's body as it came. */
  readonly onAnswer?: (body: Buffer) => void;
  readonly onDiagnostic?: OnDiagnostic;
  readonly limits?: Partial<HttpLimits>;
}

/** WS-Management with this machine's AMT. Errors: those of Wsman, HttpError, AuthError, TlsError, and of the way. */
export function openWsman({
  way,
  credentials,
  trust,
  client,
  clock,
  onAnswer,
  onDiagnostic,
  limits,
}: OpenWsmanOptions): OpenedWsman {
  const connect = way.tls ? secured(way.connect, trust, client) : way.connect;
  const http = createHttpClient({ connect, clock, credentials, ...(limits && { limits }) });
  const wsman = createWsman({
    async post(body, { signal, repeatable }) {
      const request = { method: "POST", path: "/wsman", headers: { "Content-Type": soapXml }, body } as const;
      const reply = await http.request({ ...request, sending: repeatable ? "repeatable" : "once" }, { signal });
      onAnswer?.(reply.body);
      return reply;
    },
    ...(onDiagnostic && { onDiagnostic }),
  });
  return {
    wsman,
    http,
    async close() {
      http.close();
      await way.close();
    },
  };
}

const soapXml = "application/soap+xml;charset=UTF-8";

/** The hash of nothing: for a handshake that only shows which certificate there is, and then ends. */
const none: Trust = { by: "hash", algorithm: "sha256", hash: Buffer.alloc(32) };

/** Which certificate is shown: a handshake that ends there. Rejects TlsError for one that does not come so far. */
export async function presentedAt(connect: Connect, options: { signal: AbortSignal }): Promise<Presented> {
  try {
    (await overTls(connect, { trust: none })(options)).destroy();
  } catch (error) {
    if (error instanceof TlsError && error.presented) return error.presented;
    throw error;
  }
  throw new TlsError("TLS_FAILED", "a certificate whose hash is nothing"); // no certificate has it
}

/** TLS over it, with the certificate that `trust` names; without one no certificate is trusted, and TLS_UNTRUSTED says which there is. */
export function secured(connect: Connect, trust: Trust | undefined, client?: TlsOptions["client"]): Connect {
  if (trust !== undefined) return overTls(connect, { trust, ...(client && { client }) });
  const look = overTls(connect, { trust: none });
  return async (options) => {
    try {
      return await look(options);
    } catch (error) {
      if (!(error instanceof TlsError && error.presented)) throw error;
      const { subject, issuer, sha256 } = error.presented;
      throw new TlsError(
        "TLS_UNTRUSTED",
        `AMT offers only TLS here, and nothing says which certificate is its own. Give --ca FILE with the roots to trust in (Intel's On-Die CA), or compare and give --pin sha256:${sha256}, the certificate that was shown (${subject}, issued by ${issuer})`,
        { presented: error.presented },
      );
    }
  };
}
