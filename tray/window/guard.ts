import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { TcpOwners } from "../../platform/tcp-owner.ts";

/** Why a request is refused; the status says it, and the body in one word. */
export interface Refused {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 421;
  readonly code: string;
}
export const refused = (status: Refused["status"], code: string): Refused => ({ status, code });

export const sessionHeader = "x-amt-agent-session";

/** Where the window is, and no other name for it: a name that somebody points at 127.0.0.1 (DNS rebinding) is another Host. */
export const hostOf = (port: number): string => `127.0.0.1:${port}`;
const originOf = (port: number): string => `http://${hostOf(port)}`;

export function wrongHost({ headers }: IncomingMessage, port: number): Refused | undefined {
  return headers.host === hostOf(port) ? undefined : refused(421, "WRONG_HOST");
}

/** Entering comes from a file, and a file's origin is `null`. No website's is, unless it hides in a sandbox; it has no token there. */
export function wrongEntry({ headers }: IncomingMessage): Refused | undefined {
  return headers.origin === "null" ? undefined : refused(403, "WRONG_ORIGIN");
}

/** Reading comes from our own page, which alone may set the header with the key. */
export function wrongReader(
  { headers }: IncomingMessage,
  { port, admits }: { port: number; admits: (key: string) => boolean },
): Refused | undefined {
  const { origin } = headers;
  if (origin !== undefined && origin !== originOf(port)) return refused(403, "WRONG_ORIGIN");
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return refused(403, "WRONG_ORIGIN");
  const key = headers[sessionHeader];
  return typeof key === "string" && admits(key) ? undefined : refused(401, "NO_SESSION");
}

/** Whether a connection comes from a process of this user. Where the system does not tell (Windows), the key alone is the guard. */
export function ownConnections(owners: TcpOwners, uid: number | undefined): (socket: Socket) => Promise<boolean> {
  const known = new WeakMap<Socket, Promise<boolean>>();
  const ask = async ({ remoteAddress, remotePort, localAddress, localPort }: Socket): Promise<boolean> => {
    if (remoteAddress === undefined || remotePort === undefined || !localAddress || !localPort) return false;
    const ends = {
      peer: { address: remoteAddress, port: remotePort },
      own: { address: localAddress, port: localPort },
    };
    return (await owners.ownerOf(ends)) === uid;
  };
  return (socket) => {
    if (!owners.tells || uid === undefined) return Promise.resolve(true);
    const answer = known.get(socket) ?? ask(socket);
    known.set(socket, answer);
    return answer;
  };
}
