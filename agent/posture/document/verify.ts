import type { KeyObject } from "node:crypto";
import { Posture } from "../../api/posture.ts";
import { POSTURE } from "./chain.ts";
import { PostureError } from "./error.ts";
import { type Algorithm, algorithmOf } from "./key.ts";
import { type Opened, openSealed } from "./sealed.ts";

export interface Verified {
  readonly posture: Posture;
  readonly digest: string;
  /** Thumbprint of the key; undefined: not signed. */
  readonly signer: string | undefined;
  /** Its public half. */
  readonly key: { readonly algorithm: Algorithm; readonly publicKey: KeyObject } | undefined;
  /** A TPM's quote over the digest is with it, by the same key. */
  readonly quoted: boolean;
}

/** Reads a report that came from somewhere. Throws PostureError with what is wrong with it. */
export function verifyPosture(text: string): Verified {
  const opened = openSealed(text, POSTURE);
  const parsed = Posture.safeParse(opened.document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PostureError(
      "POSTURE_INVALID",
      `The document is no posture report: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
    );
  }
  return verified(opened, parsed.data);
}

/** The same for one that was made here: its digest and signature are checked, its form is known. */
export function verifyOwn(text: string): Verified {
  const opened = openSealed(text, POSTURE);
  return verified(opened, opened.document as unknown as Posture);
}

const verified = ({ digest, signer }: Opened, posture: Posture): Verified => ({
  posture,
  digest,
  signer: signer?.id,
  quoted: signer?.quoted ?? false,
  key: signer && { algorithm: algorithmOf(signer.key), publicKey: signer.key },
});

/** How a report stands to the one that was there before it. */
export type Succession = "follows" | "gap" | "replayed" | "forked" | "other-signer";

/**
 * `replayed`: as old as the one before or older. `forked`: the next by its number, and made after another one. `gap`: some between are
 * missing.
 */
export function successionOf(before: Verified, next: Verified): Succession {
  if (before.signer !== next.signer) return "other-signer";
  const step = next.posture.sequence - before.posture.sequence;
  if (step <= 0) return step === 0 && next.digest !== before.digest ? "forked" : "replayed";
  if (step > 1) return "gap";
  return next.posture.previous === before.digest ? "follows" : "forked";
}
