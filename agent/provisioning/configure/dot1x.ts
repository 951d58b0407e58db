import type { WantedDot1x } from "../../api/wanted.ts";
import { type Credential, credentialIn } from "./credentials.ts";
import { cannotMean } from "./error.ts";

/** By the names of the declared class (IEEE 802.1x as AMT numbers it). */
export const protocols = {
  "eap-tls": "eapTls",
  "ttls-mschapv2": "eapTtlsMschapV2",
  "peap-mschapv2": "peapV0EapMschapV2",
} as const;
export const protocolName = (value: string | number | undefined): string | number | null =>
  Object.entries(protocols).find(([, name]) => name === value)?.[0] ?? value ?? null;

export interface Dot1x {
  readonly wanted: WantedDot1x;
  readonly credential: Credential;
}

/** Throws CONFIGURE_INPUT for what its protocol cannot do with. */
export function checkDot1x(wanted: WantedDot1x, whose: string): Dot1x {
  const credential = credentialIn({ ...wanted, root: wanted.caCertificate }, whose);
  if (wanted.protocol === "eap-tls") {
    if (credential.client === undefined) cannotMean(`${whose} needs a client certificate and its key: EAP-TLS`);
    if (wanted.password !== undefined) cannotMean(`${whose} has a password, and EAP-TLS uses none`);
  } else if (wanted.password === undefined) cannotMean(`${whose} needs a password: ${wanted.protocol}`);
  return { wanted, credential };
}

/** The properties that both 802.1x classes have. */
export const dot1xProperties = ({ wanted }: Dot1x) => ({
  AuthenticationProtocol: protocols[wanted.protocol],
  Username: wanted.user,
  ...(wanted.domain !== undefined && { Domain: wanted.domain }),
  ...(wanted.password !== undefined && { Password: wanted.password }),
  ...(wanted.serverName !== undefined && {
    ServerCertificateName: wanted.serverName,
    ServerCertificateNameComparison: "fullName" as const,
  }),
});
