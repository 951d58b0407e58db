/** The kernel's errors that a device of ours gives, by their numbers on Linux (asm-generic; the same on every machine Node runs on). */
export const errnos = {
  EINTR: 4,
  EIO: 5,
  EBADF: 9,
  EAGAIN: 11,
  EBUSY: 16,
  ENODEV: 19,
  EINVAL: 22,
  EMFILE: 24,
  ENOTTY: 25,
  EFBIG: 27,
  ENOSYS: 38,
  EPROTO: 71,
  EOPNOTSUPP: 95,
} as const;
export type Errno = keyof typeof errnos;
