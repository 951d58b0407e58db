import koffi from "koffi";

/**
 * Sends one datagram to a unix socket, as sd_notify(3) does: Node has no such sockets. `address` is a path, or `@name` for an
 * abstract one. Throws where the C library refuses, with the errno. Linux.
 */
export function sendDatagram(address: string, text: string): void {
  const name = Buffer.from(address.startsWith("@") ? `\0${address.slice(1)}` : address);
  if (name.length === 0 || name.length > 107) throw new Error(`"${address}" is not the address of a unix socket`);
  const library = koffi.load(null);
  const socket = library.func("int socket(int domain, int type, int protocol)");
  const sendto = library.func("long sendto(int fd, void *data, size_t size, int flags, void *to, uint length)");
  const close = library.func("int close(int fd)");
  const failed = (call: string): Error => new Error(`${call} to ${address} failed with errno ${koffi.errno()}`);

  const AF_UNIX = 1;
  const SOCK_DGRAM_CLOEXEC_NONBLOCK = 2 | 0o2000000 | 0o4000;
  const MSG_NOSIGNAL = 0x4000;
  const to = Buffer.alloc(2 + name.length + (name[0] === 0 ? 0 : 1));
  to.writeUInt16LE(AF_UNIX);
  name.copy(to, 2);
  const data = Buffer.from(text);

  const fd: number = socket(AF_UNIX, SOCK_DGRAM_CLOEXEC_NONBLOCK, 0);
  if (fd < 0) throw failed("socket");
  try {
    if (Number(sendto(fd, data, data.length, MSG_NOSIGNAL, to, to.length)) !== data.length) throw failed("sendto");
  } finally {
    close(fd);
  }
}
