/** Events of poll(2), asm-generic/poll.h. */
export const poll = { in: 0x1, out: 0x4, error: 0x8, readNormal: 0x40, writeNormal: 0x100 } as const;
