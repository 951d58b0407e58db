import type { Socket } from "node:net";
import { type Credentials, libc } from "./native/libc.ts";

/** A process at the other end of a unix socket. It may have ended since: `pid` is for people, decisions are by `uid` and `gid`. */
export type Peer = Credentials;

/** Who is at the other end cannot be known. Whoever asked must refuse, not guess. */
export class PeerError extends Error {
  readonly code = "PEER_UNKNOWN";
  override name = "PeerError";
}

/** What SO_PEERCRED says where there is no peer process, as on a TCP socket. */
const NOBODY = 0xffff_ffff;

/** The process at the other end, as the kernel noted it when it connected. Throws PEER_UNKNOWN, also on Windows and on sockets of other kinds. */
export function peerOf(socket: Socket): Peer {
  let peer: Peer;
  try {
    peer = libc().peerCredentials(descriptorOf(socket));
  } catch (cause) {
    if (cause instanceof PeerError) throw cause;
    throw new PeerError("the operating system does not say who is at the other end of this socket", { cause });
  }
  if (peer.uid === NOBODY) throw new PeerError("no process is at the other end of this socket: not a unix socket");
  return peer;
}

/** Node has no public way to a socket's descriptor; this has been there since 0.6 and may go. Throws PEER_UNKNOWN. */
export function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { _handle?: { fd?: unknown } | null };
  const fd = handle?.fd;
  if (typeof fd !== "number" || !Number.isInteger(fd) || fd < 0) {
    throw new PeerError("the socket has no descriptor: it is closed, or this Node keeps it elsewhere");
  }
  return fd;
}
