import type { Secret } from "../../platform/secret.ts";
import type { Chain } from "./chain.ts";
import type { Facts } from "./look.ts";

/** A password of AMT's administrator that is to be, and where its owner has it. */
export interface NewPassword {
  readonly secret: Secret;
  /** For the journal and the answer, never the password itself: `given by its owner`, `file /root/amt-password`. */
  readonly reference: string;
  /** Puts it there, before it is sent. Rejects where that is not certain. Absent: it is there. */
  keep?(): Promise<void>;
  /** What `keep` put there is of no use: AMT was not set up. */
  discard?(): void;
}

/** What somebody wants, and what it takes, once it is known how AMT stands: a password is asked for only where one is needed. */
export interface Intent {
  readonly kind: Wish["kind"];
  make(facts: Facts): Wish | Promise<Wish>;
}

/** What somebody wants. */
export type Wish =
  | {
      readonly kind: "activate";
      readonly mode: "client" | "admin";
      readonly password: NewPassword;
      readonly chain?: Chain;
      /** Of the PC's ME menu; only on the way with TLS. Without one AMT gets the administrator's, if it wants one. */
      readonly mebxPassword?: Secret;
    }
  | { readonly kind: "upgrade"; readonly password: Secret; readonly chain: Chain }
  | { readonly kind: "deactivate"; readonly partial: boolean; readonly password?: Secret }
  | { readonly kind: "stop-configuration" };
