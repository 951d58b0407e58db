import { constants } from "node:os";
import koffi from "koffi";

/** What Node lacks of the C library, for Linux. Importing this loads koffi: what may not need it imports its way here dynamically. */
export interface Libc {
  /** Off the main thread: `data` must not be touched before it settles. 0, or minus the errno. */
  ioctl(fd: number, request: number, data: Buffer): Promise<number>;
  /** Off the main thread. `entries` holds `count` struct pollfd, and is filled in. The number of ready ones, or minus the errno. */
  poll(entries: Buffer, count: number, done: (ready: number) => void): void;
  /** A nonblocking counter that poll can wait for. Throws SystemError. */
  eventfd(): number;
  /** For what this module opened: in a worker thread node:fs warns about descriptors that it has not seen being opened. */
  close(fd: number): void;
  /** 0, or minus the errno. Never waits. */
  tryFlock(fd: number): number;
  /** Of the process that called connect(), taken by the kernel at that moment. Throws SystemError. */
  peerCredentials(fd: number): Credentials;
  /** No core file, and no other process of this user may read our memory. Throws SystemError. */
  forbidDumps(): void;
}
export interface Credentials {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

/** A call that the kernel refused; `code` is the errno's name, as in Node's own errors. */
export class SystemError extends Error {
  override name = "SystemError";
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;
  /** `errno` as Node has it: negative. */
  constructor(syscall: string, errno: number) {
    const code = errnoName(errno);
    super(`${syscall}: ${code}`);
    this.code = code;
    this.errno = errno;
    this.syscall = syscall;
  }
}

const names = new Map(Object.entries(constants.errno).map(([name, number]) => [-number, name]));
names.set(-constants.errno.EWOULDBLOCK, "EAGAIN");

/** `EBUSY` for -16. Also what libuv has no name for: an ETIME thrown by node:fs is "Unknown system error -62". */
export const errnoName = (errno: number): string => names.get(errno) ?? `errno ${-errno}`;

// Numbers and little-endian layouts of x86; ARM has the same.
const EFD_CLOEXEC_NONBLOCK = 0o2000000 | 0o4000;
const LOCK_EX_NB = 2 | 4;
const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
const RLIMIT_CORE = 4;
const PR_SET_DUMPABLE = 4;

let loaded: Libc | undefined;
/** Bound at first use. Throws anywhere but on Linux. */
export function libc(): Libc {
  loaded ??= load();
  return loaded;
}

function load(): Libc {
  if (process.platform !== "linux") throw new Error(`no Linux C library on ${process.platform}`);
  const library = koffi.load(null);
  // ioctl and prctl are variadic in C; with only integers and pointers the calling conventions of Linux make no difference.
  const ioctl = library.func("int ioctl(int fd, unsigned long request, void *data)");
  const poll = library.func("int poll(void *entries, unsigned long count, int timeout)");
  const eventfd = library.func("int eventfd(uint initial, int flags)");
  const close = library.func("int close(int fd)");
  const flock = library.func("int flock(int fd, int operation)");
  const getsockopt = library.func("int getsockopt(int fd, int level, int name, void *value, void *size)");
  const setrlimit = library.func("int setrlimit(int resource, void *limit)");
  const prctl = library.func("int prctl(int option, unsigned long value, unsigned long, unsigned long, unsigned long)");

  const failed = (syscall: string): SystemError => new SystemError(syscall, -koffi.errno());
  return {
    ioctl: (fd, request, data) =>
      new Promise((resolve, reject) => {
        ioctl.async(fd, request, data, (error: unknown, result: number) => {
          // koffi (3.2 and later) brings the errno of its thread along, but only until the next call.
          if (error) reject(error);
          else resolve(result < 0 ? -koffi.errno() : 0);
        });
      }),
    poll(entries, count, done) {
      poll.async(entries, count, -1, (error: unknown, result: number) => {
        if (error) throw error;
        done(result < 0 ? -koffi.errno() : result);
      });
    },
    eventfd() {
      const fd: number = eventfd(0, EFD_CLOEXEC_NONBLOCK);
      if (fd < 0) throw failed("eventfd");
      return fd;
    },
    close(fd) {
      if (close(fd) < 0) throw failed("close");
    },
    tryFlock: (fd) => (flock(fd, LOCK_EX_NB) < 0 ? -koffi.errno() : 0),
    peerCredentials(fd) {
      const value = Buffer.alloc(12);
      const size = Buffer.alloc(4);
      size.writeUInt32LE(value.length);
      if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, value, size) < 0) throw failed("getsockopt");
      return { pid: value.readInt32LE(0), uid: value.readUInt32LE(4), gid: value.readUInt32LE(8) };
    },
    forbidDumps() {
      if (setrlimit(RLIMIT_CORE, Buffer.alloc(16)) < 0) throw failed("setrlimit");
      if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) throw failed("prctl");
    },
  };
}
