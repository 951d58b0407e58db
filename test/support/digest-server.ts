import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { nodePeer, type WebPeer } from "./web-peer.ts";

export interface DigestServer extends WebPeer {
  /** One line per request: `no login`, `wrong`, `old nonce`, or `nonce/count` when it was let in. */
  readonly log: string[];
  readonly authorizations: string[];
  /** The next use of any nonce of now is refused. */
  expire(): void;
  password: string;
  close(): void;
}

/** A server with digest login, written from RFC 7616 without anything of ours: MD5, counters must grow. */
export function digestServer({
  user = "admin",
  password = "P@ssw0rd",
  qop = "auth",
  saysStale = true,
  closesAfter401 = true,
}: {
  user?: string;
  password?: string;
  qop?: string;
  saysStale?: boolean;
  closesAfter401?: boolean;
} = {}): DigestServer {
  const realm = "Digest:A4070000000000000000000000000000";
  const log: string[] = [];
  const authorizations: string[] = [];
  const counts = new Map<string, number>();
  let current = "nonce1";
  const md5 = (...parts: (string | Buffer)[]): string =>
    parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest("hex");
  const field = (header: string, name: string): string => new RegExp(`\\b${name}="?([^",]*)"?`).exec(header)?.[1] ?? "";

  function verdict(method: string, headers: IncomingHttpHeaders, body: Buffer): { line: string; stale?: boolean } {
    const { authorization: header } = headers;
    if (header === undefined) return { line: "no login" };
    authorizations.push(header);
    const [nonce, nc, cnonce, chosen] = ["nonce", "nc", "cnonce", "qop"].map((name) => field(header, name));
    const a1 = md5(user, ":", realm, ":", server.password);
    const a2 = md5(method, ":", field(header, "uri"), ...(chosen === "auth-int" ? [":", md5(body)] : []));
    const right = md5(a1, ":", [nonce, nc, cnonce, chosen].join(":"), ":", a2) === field(header, "response");
    if (nonce !== current) return { line: right ? "old nonce" : "wrong", stale: right };
    const count = Number.parseInt(nc ?? "", 16);
    if (!right || field(header, "username") !== user || count <= (counts.get(current) ?? 0)) return { line: "wrong" };
    counts.set(current, count);
    return { line: `${current}/${count}` };
  }

  const peer = nodePeer((request, response, body) => {
    const { line, stale = false } = verdict(request.method ?? "", request.headers, body);
    log.push(line);
    if (line.includes("/")) return response.end(`${request.method} ${request.url} ${body.length}`);
    response.setHeader(
      "WWW-Authenticate",
      `Digest realm="${realm}", nonce="${current}",stale="${stale && saysStale}",qop="${qop}"`,
    );
    if (closesAfter401) response.setHeader("Connection", "close");
    return response
      .writeHead(401)
      .end("Log on failed. Incorrect user name or password, or user account temporarily locked.");
  });
  const server: DigestServer = {
    ...peer,
    log,
    authorizations,
    password,
    expire() {
      current = `nonce${Number(current.slice(5)) + 1}`;
    },
  };
  return server;
}
