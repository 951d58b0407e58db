import type { Duplex } from "node:stream";
import { connect as open, type TLSSocket } from "node:tls";
import type { Secret } from "../../platform/secret.ts";
import type { Connect } from "./client.ts";
import { type Presented, presentedBy } from "./presented.ts";
import { TlsError } from "./tls-error.ts";
import { checkTrust, judge, type Trust } from "./trust.ts";

export interface TlsOptions {
  readonly trust: Trust;
  /** For AMT with mutual TLS: PEM, the certificate first, then its chain. */
  readonly client?: { readonly certificates: string; readonly key: Secret };
  /**
   * AMT 12 and later speak TLS 1.2; before, 1.0 and 1.1 only; 1.1 ended with CSME 15 and 16 (Intel's guide, "TLS"). Lower than 1.2
   * is weak and wanted only for those. TLS 1.3 is not offered: AMT 21 ends such a handshake well and drops the first request
   * (rpc.md 3.4).
   */
  readonly oldest?: "TLSv1" | "TLSv1.1" | "TLSv1.2";
}

export interface Secured {
  readonly socket: TLSSocket;
  readonly presented: Presented;
}

/**
 * TLS over any byte stream, trusted before it is given out. Rejects TlsError or the signal's reason; the stream is destroyed then.
 * The limit in time is the caller's signal.
 */
export async function secure(
  stream: Duplex,
  { trust, client, oldest = "TLSv1.2" }: TlsOptions,
  { signal }: { signal: AbortSignal },
): Promise<Secured> {
  let socket: TLSSocket | undefined;
  try {
    signal.throwIfAborted();
    checkTrust(trust);
    socket = start(stream, { trust, oldest, ...(client ? { client } : {}) });
    await handshake(stream, socket, signal);
    const presented = presentedBy(socket);
    if (!presented) throw new TlsError("TLS_UNTRUSTED", "the peer showed no certificate, and AMT always has one");
    judge(socket, trust, presented);
    return { socket, presented };
  } catch (error) {
    socket?.destroy();
    stream.destroy();
    throw error;
  }
}

/** As `connect`, with TLS. What was trusted once is pinned: later connections of it must show the same certificate. */
export function overTls(
  connect: Connect,
  { onTrusted, ...options }: TlsOptions & { onTrusted?: (presented: Presented) => void },
): Connect {
  let pin: Trust | undefined;
  return async ({ signal }) => {
    const { socket, presented } = await secure(await connect({ signal }), options, { signal });
    if (pin) {
      try {
        judge(socket, pin, presented);
      } catch (error) {
        socket.destroy();
        throw error;
      }
    } else {
      pin = { by: "hash", algorithm: "sha256", hash: Buffer.from(presented.sha256, "hex") };
      onTrusted?.(presented);
    }
    return socket;
  };
}

function start(
  stream: Duplex,
  { trust, client, oldest }: TlsOptions & Required<Pick<TlsOptions, "oldest">>,
): TLSSocket {
  try {
    return open({
      socket: stream,
      minVersion: oldest,
      maxVersion: "TLSv1.2",
      // OpenSSL 3 does the older ones only without its rules on strength
      ...(oldest === "TLSv1.2" ? {} : { ciphers: "DEFAULT@SECLEVEL=0" }),
      ca: trust.by === "roots" ? [...trust.roots] : [],
      ...(client ? { cert: client.certificates, key: client.key.reveal() } : {}),
      // judge() decides instead, before a byte is written, so that the refusal can say which certificate was presented
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
  } catch (error) {
    // OpenSSL's text names the kind of mistake, never the key
    const why = error instanceof Error ? error.message : "unreadable";
    throw new TlsError("TLS_BAD_TRUST", `the certificates or the key given for TLS cannot be used: ${why}`);
  }
}

function handshake(stream: Duplex, socket: TLSSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => (): void => {
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const onAbort = settle(() => reject(signal.reason));
    signal.addEventListener("abort", onAbort, { once: true });
    // both stay: what happens to the stream later is told to whoever has the socket
    socket.on("error", (error) => settle(() => reject(unfinished(error)))());
    stream.on("error", (error) => socket.destroy(error));
    stream.once("close", () => socket.destroy());
    socket.once("close", () => settle(() => reject(unfinished(undefined)))());
    socket.once("secureConnect", settle(resolve));
  });
}

function unfinished(error: unknown): TlsError {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  const old =
    code === "ERR_SSL_UNSUPPORTED_PROTOCOL" || code === "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION"
      ? " AMT before 12 has only TLS 1.0 and 1.1: update its firmware, or allow them."
      : "";
  return new TlsError(
    "TLS_FAILED",
    `no TLS with AMT's web server: ${message ?? "it ended the connection"}.${old} Check that the port is the one with TLS (16993), and whether AMT wants a certificate of ours`,
    { cause: error },
  );
}
