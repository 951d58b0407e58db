import { X509Certificate } from "node:crypto";
import { classOf } from "../../../mei/wsman/reference.ts";
import type { Instance } from "../../../mei/wsman/resource.ts";
import { tlsCredentialContext, tlsSettingData } from "../../../mei/wsman/resources/certificates.ts";
import type { Plain } from "../../wsman/plain.ts";
import {
  certificatesOf,
  keyIn,
  keysOf,
  publicKeyOf,
  type StoredCertificate,
  type StoredKey,
} from "./certificate-store.ts";
import { ifThere } from "./if-there.ts";
import type { Reach } from "./subject.ts";

/** For the network; the host's own ports have settings of their own, which stay as they are (rpc.md 3.7). */
export const networkTls = "Intel(r) AMT 802.3 TLS Settings";

export type TlsSettings = Instance<typeof tlsSettingData>;
export interface TlsState {
  readonly settings: TlsSettings | undefined;
  /** Whether AMT has a certificate chosen for TLS, even one that is gone. */
  readonly chosen: boolean;
  readonly current: X509Certificate | undefined;
  readonly certificates: readonly StoredCertificate[];
  readonly keys: readonly StoredKey[];
  readonly now: Date;
}

export async function readTls(at: Reach): Promise<TlsState> {
  const { wsman, signal } = at;
  const all = (await ifThere(wsman.enumerate(tlsSettingData, { signal }))) ?? [];
  const settings = all.find(({ value }) => value.InstanceID === networkTls)?.value;
  const contexts = (await ifThere(wsman.enumerate(tlsCredentialContext, { signal }))) ?? [];
  const certificates = await certificatesOf(at);
  const to = contexts[0]?.value.ElementInContext;
  const chosen = to && classOf(to) === "AMT_PublicKeyCertificate" ? to.selectors.InstanceID : undefined;
  const blob = certificates.find(({ InstanceID }) => InstanceID === chosen)?.X509Certificate;
  return {
    settings,
    chosen: contexts.length > 0,
    current: blob && parsed(blob),
    certificates,
    keys: await keysOf(at),
    now: at.clock.now(),
  };
}

function parsed(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined; // AMT keeps what it was given; what is no certificate is none that is chosen
  }
}

export const isCurrent = ({ validTo }: X509Certificate, now: Date): boolean => Date.parse(validTo) > now.getTime();
/** The key in AMT that belongs to a certificate. */
export const keyFor = (keys: readonly StoredKey[], certificate: X509Certificate): StoredKey | undefined =>
  keys.find((key) => publicKeyOf(key)?.equals(keyIn(certificate)));

export const modeOf = ({ Enabled, MutualAuthentication }: TlsSettings): "off" | "server" | "mutual" =>
  !Enabled ? "off" : MutualAuthentication ? "mutual" : "server";

export const showSettings = (settings: TlsSettings): Plain => ({
  mode: modeOf(settings),
  plaintext: settings.Enabled ? (settings.AcceptNonSecureConnections ?? false) : true,
  trustedNames: settings.TrustedCN ?? [],
});
export const showCertificate = (certificate: X509Certificate): Plain => ({
  subject: certificate.subject.replaceAll("\n", ", "),
  issuer: certificate.issuer.replaceAll("\n", ", "),
  validTo: certificate.validTo,
  sha256: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
});
