import { request } from "node:http";
import type { Socket } from "node:net";
import { RpsError } from "./error.ts";

/** A connection through an HTTP proxy (CONNECT). Rejects RPS_UNREACHABLE, or the signal's reason. */
export function throughProxy(proxy: URL, to: URL, { signal }: { signal: AbortSignal }): Promise<Socket> {
  const port = to.port === "" ? (to.protocol === "wss:" ? "443" : "80") : to.port;
  const path = `${to.hostname}:${port}`;
  const failed = (why: string, cause?: unknown): RpsError =>
    new RpsError("RPS_UNREACHABLE", `no way through the proxy ${proxy.host} to ${path}: ${why}`, { cause });
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const { hostname: host, port: at } = proxy;
    const asking = request({
      host: host.replace(/^\[|\]$/g, ""),
      port: at === "" ? 80 : at,
      method: "CONNECT",
      path,
      headers: { Host: path },
    });
    const onAbort = (): void => {
      asking.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    const settle = (act: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      act();
    };
    asking.on("connect", ({ statusCode }, socket: Socket) => {
      if (statusCode === 200) return settle(() => resolve(socket));
      socket.destroy();
      settle(() => reject(failed(`it answers with status ${statusCode}`)));
    });
    asking.on("response", ({ statusCode }) => {
      asking.destroy();
      settle(() => reject(failed(`it answers with status ${statusCode}`)));
    });
    asking.on("error", (error) => settle(() => reject(failed(error.message, error))));
    asking.end();
  });
}
