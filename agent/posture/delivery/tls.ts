import { createSecureContext, type SecureContext } from "node:tls";
import { codeOf } from "../../../mei/errors.ts";
import type { Credentials } from "./credentials.ts";
import { DeliveryError } from "./error.ts";

export interface TlsFiles {
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** Whom we trust and who we are. There is no way to trust everybody. Throws DeliveryError. */
export function secureContext({ caFile, certFile, keyFile }: TlsFiles, credentials: Credentials): SecureContext {
  const files = {
    ...(caFile === undefined ? {} : { ca: credentials.certificates(caFile) }),
    ...(certFile === undefined ? {} : { cert: credentials.certificates(certFile) }),
    ...(keyFile === undefined ? {} : { key: credentials.key(keyFile).reveal() }),
  };
  try {
    return createSecureContext({ minVersion: "TLSv1.2", ...files });
  } catch (error) {
    // Without its cause: OpenSSL's error can hold a piece of the key
    const named = [caFile, certFile, keyFile].filter((one) => one !== undefined).join(", ");
    throw new DeliveryError("DELIVERY_CREDENTIAL", `${named} are no certificates or key (${codeOf(error)})`);
  }
}
