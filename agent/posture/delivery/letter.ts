import type { Posture } from "../../api/posture.ts";
import { verifyPosture } from "../document/verify.ts";
import { DeliveryError } from "./error.ts";

/** A finished report on its way. */
export interface Letter {
  /** As it was sealed: one line of canonical JSON and a line end. Any change to it shows. */
  readonly text: string;
  readonly posture: Posture;
  readonly digest: string;
  /** Thumbprint of the key; `unsigned` where there is none. */
  readonly signer: string;
}

/** Throws DeliveryError (DELIVERY_SPOOL) for what is not what was sealed. */
export function letterFrom(text: string): Letter {
  try {
    const { posture, digest, signer } = verifyPosture(text);
    return { text, posture, digest, signer: signer ?? "unsigned" };
  } catch (cause) {
    throw new DeliveryError("DELIVERY_SPOOL", "a file in the spool is no report, or was changed", { cause });
  }
}

/** What stands in each message, so that whoever gets one twice knows: the report's own id, and its number by that key. */
export const marksOf = ({ posture, digest, signer }: Letter) => ({
  id: posture.id,
  sequence: String(posture.sequence),
  signer,
  digest,
});
