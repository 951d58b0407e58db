import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../platform/clock.ts";

/** ms that a token opens the window. */
export const tokenLives = 30_000;

export type Entry =
  | { readonly kind: "entered"; readonly key: string }
  /** It was one of ours, but has run out, and nobody has entered yet. */
  | { readonly kind: "late" }
  /** Somebody has entered before: two have read the file, and one of them is not the user. */
  | { readonly kind: "reused" }
  /** Never one of ours. */
  | { readonly kind: "unknown" };

const secret = (): string => randomBytes(32).toString("base64url");
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * Who may enter: whoever brings a token that was issued less than 30 s ago, once. They get a key for all that follows. A token that comes
 * after somebody has entered ends the session.
 */
export class Entrance {
  readonly #clock: Clock;
  /** Every token that was issued, by digest, and until when it opens. */
  readonly #issued = new Map<string, number>();
  #key: Buffer | undefined;
  #entered = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get entered(): boolean {
    return this.#entered;
  }

  issue(): string {
    const token = secret();
    this.#issued.set(digest(token).toString("hex"), this.#clock.monotonic() + tokenLives);
    return token;
  }

  enter(token: string): Entry {
    const until = this.#issued.get(digest(token).toString("hex"));
    if (until === undefined) return { kind: "unknown" };
    if (this.#entered) {
      this.#key = undefined;
      return { kind: "reused" };
    }
    if (this.#clock.monotonic() >= until) return { kind: "late" };
    const key = secret();
    this.#entered = true;
    this.#key = digest(key);
    return { kind: "entered", key };
  }

  admits(key: string): boolean {
    return this.#key !== undefined && timingSafeEqual(digest(key), this.#key);
  }
}
