import koffi from "koffi";
import { SystemError } from "./libc.ts";

/** One end of a TCP connection: 4 or 16 bytes of address, and the port. */
export interface DiagEnd {
  readonly address: Buffer;
  readonly port: number;
}
export interface DiagSocket {
  readonly uid: number;
  /** 0: its process has closed it. */
  readonly inode: number;
}

const AF_NETLINK = 16;
const NETLINK_SOCK_DIAG = 4;
const SOCK_DGRAM_CLOEXEC_NONBLOCK = 2 | 0o2000000 | 0o4000;
const SOCK_DIAG_BY_FAMILY = 20;
const NLMSG_ERROR = 2;
const NLM_F_REQUEST = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const IPPROTO_TCP = 6;
const ENOENT = 2;
/** struct nlmsghdr, then inet_diag_req_v2 or inet_diag_msg, in which struct inet_diag_sockid begins at 8 and at 4. */
const HEAD = 16;
const REQUEST = HEAD + 8 + 48;
const UID = HEAD + 4 + 48 + 12;
const ANSWER = UID + 8;

interface Calls {
  socket(domain: number, type: number, protocol: number): number;
  send(fd: number, data: Buffer, size: number, flags: number): number | bigint;
  recv(fd: number, into: Buffer, size: number, flags: number): number | bigint;
  close(fd: number): number;
}
let calls: Calls | undefined;
function load(): Calls {
  const library = koffi.load(null);
  return {
    socket: library.func("int socket(int domain, int type, int protocol)"),
    send: library.func("long send(int fd, void *data, size_t size, int flags)"),
    recv: library.func("long recv(int fd, void *into, size_t size, int flags)"),
    close: library.func("int close(int fd)"),
  } as unknown as Calls;
}

/**
 * The TCP socket of this machine that has `own` and is connected to `peer` (sock_diag(7)); undefined: there is none. Some 20 us, however
 * many there are: the kernel looks it up as it does for a packet. Throws SystemError where it is not to be asked. Little-endian. Linux.
 */
export function tcpSocket(own: DiagEnd, peer: DiagEnd): DiagSocket | undefined {
  calls ??= load();
  const failed = (call: string): SystemError => new SystemError(call, -koffi.errno());
  if (asking < 0) asking = calls.socket(AF_NETLINK, SOCK_DGRAM_CLOEXEC_NONBLOCK, NETLINK_SOCK_DIAG);
  if (asking < 0) throw failed("socket");
  let isWhole = false;
  try {
    const request = requestFor(own, peer);
    if (Number(calls.send(asking, request, request.length, 0)) !== request.length) throw failed("send");
    // The kernel answers within send(2)
    const size = Number(calls.recv(asking, answer, answer.length, 0));
    if (size < 0) throw failed("recv");
    isWhole = true;
    return socketIn(answer.subarray(0, size));
  } finally {
    // An answer that was not taken would be taken for that to the next question
    if (!isWhole) {
      calls.close(asking);
      asking = -1;
    }
  }
}
/** Kept open: a socket for each question costs as much again. */
let asking = -1;
const answer = Buffer.alloc(1_024);

function requestFor(own: DiagEnd, peer: DiagEnd): Buffer {
  const bytes = Buffer.alloc(REQUEST);
  bytes.writeUInt32LE(REQUEST, 0);
  bytes.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4);
  bytes.writeUInt16LE(NLM_F_REQUEST, 6);
  bytes[HEAD] = own.address.length === 4 ? AF_INET : AF_INET6;
  bytes[HEAD + 1] = IPPROTO_TCP;
  bytes.writeUInt32LE(0xffff_ffff, HEAD + 4); // in whatever state
  const id = HEAD + 8;
  bytes.writeUInt16BE(own.port, id);
  bytes.writeUInt16BE(peer.port, id + 2);
  own.address.copy(bytes, id + 4);
  peer.address.copy(bytes, id + 20);
  bytes.fill(0xff, id + 40); // no cookie (INET_DIAG_NOCOOKIE)
  return bytes;
}

function socketIn(answer: Buffer): DiagSocket | undefined {
  const type = answer.length >= HEAD + 4 ? answer.readUInt16LE(4) : 0;
  if (type === NLMSG_ERROR) {
    const errno = answer.readInt32LE(HEAD);
    if (errno === -ENOENT) return undefined;
    throw new SystemError("sock_diag", errno);
  }
  if (type !== SOCK_DIAG_BY_FAMILY || answer.length < ANSWER) throw new SystemError("sock_diag", -EPROTO);
  return { uid: answer.readUInt32LE(UID), inode: answer.readUInt32LE(UID + 4) };
}
const EPROTO = 71;
