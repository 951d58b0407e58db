import { ProfileError } from "./error.ts";
import { boolean, type Given, given, isGiven, number, said, text } from "./given.ts";

/** Certificates and keys stand there as bare base64 or as PEM. */
export function pemOf(value: string | undefined, label: "CERTIFICATE" | "RSA PRIVATE KEY"): string | undefined {
  if (value === undefined || value.includes("-----BEGIN ")) return value;
  const lines = value.replace(/\s+/g, "").replace(/(.{64})(?=.)/g, "$1\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/** By AMT's numbers (rpc.md 3.10), or by the names their tools write. */
const securities: readonly (readonly [RegExp, string])[] = [
  [/^(4|wpa-?psk)$/i, "wpa-psk"],
  [/^(5|wpa-?(ieee-?)?802\.?1x)$/i, "wpa-802.1x"],
  [/^(6|wpa2-?psk)$/i, "wpa2-psk"],
  [/^(7|wpa2-?(ieee-?)?802\.?1x)$/i, "wpa2-802.1x"],
  [/^(32768|wpa3-?sae)$/i, "wpa3-sae"],
];
const protocols: Readonly<Record<number, string>> = { 0: "eap-tls", 1: "ttls-mschapv2", 2: "peap-mschapv2" };

/** Throws ProfileError for a way of logging in that is not known here: leaving it out would open the network. */
export function dot1xFrom(dot1x: Given, { wired }: { readonly wired: boolean }): Given {
  const protocol = protocols[number(dot1x.authenticationProtocol) ?? -1];
  if (protocol === undefined)
    throw new ProfileError(
      "PROFILE_NOT_YET",
      "ieee8021x.authenticationProtocol must be 0 (EAP-TLS), 1 (EAP-TTLS/MSCHAPv2) or 2 (PEAPv0/MSCHAPv2)",
    );
  return said({
    protocol,
    user: text(dot1x.username),
    password: protocol === "eap-tls" ? undefined : text(dot1x.password),
    clientCertificate: pemOf(text(dot1x.clientCert), "CERTIFICATE"),
    clientKey: pemOf(text(dot1x.privateKey), "RSA PRIVATE KEY"),
    caCertificate: pemOf(text(dot1x.caCert), "CERTIFICATE"),
    ...(wired && { pxeTimeout: number(dot1x.pxeTimeout) }),
  });
}

/** Their tools take every other profile away first; here those that nobody names stay. */
export const wifiFrom = (wireless: Given): Given => {
  const profiles = Array.isArray(wireless.profiles) ? wireless.profiles.map(given).map(profileFrom) : [];
  return said({
    profiles,
    sync: boolean(wireless.wifiSyncEnabled),
    uefiSync: wireless.uefiWiFiSyncEnabled === true ? true : undefined,
  });
};

function profileFrom(one: Given): Given {
  const method = String(one.authenticationMethod ?? "");
  const security = securities.find(([pattern]) => pattern.test(method))?.[1];
  if (security === undefined)
    throw new ProfileError("PROFILE_INVALID", `wireless.profiles: an authenticationMethod that is not known`);
  const enterprise = security.endsWith("802.1x");
  return said({
    name: text(one.profileName),
    ssid: text(one.ssid),
    priority: number(one.priority) === 0 ? undefined : number(one.priority),
    security,
    passphrase: enterprise ? undefined : text(one.password),
    dot1x: enterprise && isGiven(one.ieee8021x) ? dot1xFrom(one.ieee8021x, { wired: false }) : undefined,
  });
}
