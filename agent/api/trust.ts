import { statSync } from "node:fs";
import type { Socket } from "node:net";
import { dirname } from "node:path";
import { isPipe } from "../../platform/paths.ts";
import { peerOf } from "../../platform/peer.ts";

export class ServerUntrustedError extends Error {
  readonly code = "API_SERVER_UNTRUSTED";
  override name = "ServerUntrustedError";
}

/**
 * Before a secret goes out on `socket`: is that the service? The peer must be root, the service's user or ourselves, and the
 * socket must stand in a directory where none but these can put one. On the connection in use, so nothing can be swapped
 * afterwards. Throws ServerUntrustedError; always on Windows, where this is not known how to be proven yet.
 */
export function assertTrustedServer(
  socket: Socket,
  address: string,
  { serviceUid }: { serviceUid?: number } = {},
): void {
  const refuse = (why: string): never => {
    throw new ServerUntrustedError(`No secret is sent to ${address}: ${why}. Is this the service's own socket?`);
  };
  if (isPipe(address)) refuse("the owner of a pipe cannot be checked here");
  const trusted = new Set([0, process.geteuid?.(), serviceUid]);
  const { uid, pid } = peerOf(socket);
  if (!trusted.has(uid)) refuse(`process ${pid}, which listens there, belongs to user ${uid}`);
  const { uid: owner, mode } = statSync(dirname(address));
  if (!trusted.has(owner)) refuse(`its directory belongs to user ${owner}`);
  if ((mode & 0o002) !== 0) refuse("every user may write to its directory");
}

/** The service's user by its socket, which only he, root or we can have put there; undefined: that cannot be told. */
export function serviceUidOf(address: string): number | undefined {
  if (isPipe(address)) return undefined;
  const { uid } = statSync(address);
  const directory = statSync(dirname(address));
  const mayPut = new Set([0, process.geteuid?.(), uid]);
  return mayPut.has(directory.uid) && (directory.mode & 0o002) === 0 ? uid : undefined;
}
