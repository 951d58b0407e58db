import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../platform/clock.ts";

export interface Nonces {
  make(): string;
  /** Takes a nonce count once, in growing order. What is refused is stale: its owner may ask again. */
  spend(nonce: string, count: bigint): boolean;
  /** Nonces whose counts are kept. */
  readonly kept: number;
}

/** ms; guessed: a client must be able to take a new nonce at any time (presence-posture.md 5.2). */
const LIFETIME = 5 * 60_000;
/** Nonces in use at once; the one used longest ago is forgotten first, and is then stale. */
const KEPT = 64;

/**
 * 24 bytes as base64: microseconds since the ME started, zeros, and 12 more (golden http-401-*). Those 12 are here a code over the
 * rest, so that no list of what was given out can grow. A nonce therefore survives its connection, and dies with the ME.
 */
export function createNonces({ clock, random }: { clock: Clock; random: (size: number) => Buffer }): Nonces {
  const key = random(32);
  const start = clock.monotonic();
  const counts = new Map<string, bigint>();
  let last = 0n;
  let forgotten = -1n; // what is not newer than this and not kept may have been used

  const codeOf = (head: Buffer): Buffer => createHmac("sha256", key).update(head).digest().subarray(0, 12);
  const age = (): bigint => BigInt(Math.round((clock.monotonic() - start) * 1000));

  function born(nonce: string): bigint | undefined {
    const bytes = Buffer.from(nonce, "base64");
    // Base64 is read leniently: only the form that was given out is ours.
    if (bytes.length !== 24 || bytes.toString("base64") !== nonce) return undefined;
    const head = bytes.subarray(0, 12);
    return timingSafeEqual(codeOf(head), bytes.subarray(12)) ? head.readBigUInt64LE(0) : undefined;
  }

  return {
    make() {
      const now = age();
      last = now > last ? now : last + 1n; // no two alike
      const head = Buffer.alloc(12);
      head.writeBigUInt64LE(last);
      return Buffer.concat([head, codeOf(head)]).toString("base64");
    },
    spend(nonce, count) {
      const from = born(nonce);
      if (from === undefined || age() - from > BigInt(LIFETIME) * 1000n) return false;
      const before = counts.get(nonce);
      // Guessed that AMT refuses a count it has seen.
      if (before === undefined ? from <= forgotten : count <= before) return false;
      counts.delete(nonce);
      counts.set(nonce, count);
      for (const [oldest] of counts) {
        if (counts.size <= KEPT) break;
        counts.delete(oldest);
        const time = born(oldest)!;
        if (time > forgotten) forgotten = time;
      }
      return true;
    },
    get kept() {
      return counts.size;
    },
  };
}
