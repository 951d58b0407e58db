import koffi from "koffi";

const library = koffi.load(null);
const call = library.func("int socketpair(int family, int type, int protocol, _Out_ int *pair)");
const SEQPACKET_NONBLOCK_CLOEXEC = 5 | 0o4000 | 0o2000000;

/**
 * Two connected descriptors that keep message boundaries, as an MEI descriptor does; nonblocking. Close each exactly once: numbers
 * are shared by all test threads, and a second close would hit somebody else's.
 */
export function socketpair(): { near: number; far: number } {
  const pair = [0, 0];
  if (call(1, SEQPACKET_NONBLOCK_CLOEXEC, 0, pair) < 0) throw new Error(`socketpair: errno ${koffi.errno()}`);
  return { near: pair[0]!, far: pair[1]! };
}
