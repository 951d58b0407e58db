import type { X509Certificate } from "node:crypto";
import type { Reference } from "../../../mei/wsman/reference.ts";
import { referTo } from "../../../mei/wsman/reference.ts";
import {
  tlsCredentialContext,
  tlsProtocolEndpointCollection,
  tlsSettingData,
} from "../../../mei/wsman/resources/certificates.ts";
import { setupAndConfigurationService } from "../../../mei/wsman/resources/setup.ts";
import { certificateIn, isStored, storeCertificate } from "./certificate-store.ts";
import { absent, cannotMean, refuse } from "./error.ts";
import { ownCertificate } from "./own-certificate.ts";
import type { Change, Reach, Subject } from "./subject.ts";
import {
  isCurrent,
  keyFor,
  modeOf,
  networkTls,
  readTls,
  showCertificate,
  showSettings,
  type TlsSettings,
  type TlsState,
} from "./tls-state.ts";

type Step =
  | { readonly trust: X509Certificate }
  /** Undefined: one is made for a key of AMT's own. */
  | { readonly certificate: X509Certificate | undefined; readonly commonName: string | undefined }
  | { readonly settings: TlsSettings };
type Act = Step & { readonly commit: boolean };

/** TLS of AMT's ports on the network (rpc.md 3.7). */
export const tls: Subject<"tls", TlsState, Act> = {
  name: "tls",
  title: "TLS",
  read: readTls,
  plan(now, wanted) {
    const { settings } = now;
    if (settings === undefined) return absent("This machine's AMT has no TLS");
    const { mode, plaintext, trustedNames } = wanted;
    const must = settings.NonSecureConnectionsSupported === false;
    if (must && (mode === "off" || plaintext))
      refuse("This firmware has no connections without TLS any more: it cannot be switched off, nor beside plaintext");
    const changes: Change<Step>[] = [];
    if (mode !== "off") {
      const roots = wanted.trustedRoots.map((pem, at) => certificateIn(pem, `trustedRoots[${at}]`));
      if (mode === "server" && roots.length + trustedNames.length > 0)
        cannotMean("Trusted roots and names of clients belong to mutual TLS");
      const known = now.certificates.some(({ TrustedRootCertficate }) => TrustedRootCertficate === true);
      if (mode === "mutual" && roots.length === 0 && !known)
        refuse(
          "Mutual TLS without a trusted root would lock everybody out: give the root of the clients' certificates",
        );
      for (const root of roots)
        if (!now.certificates.some((one) => isStored(one, root, true)))
          changes.push({ name: "trusted root", before: null, after: showCertificate(root), act: { trust: root } });
      changes.push(...planCertificate(now, wanted));
    }
    const next: TlsSettings = {
      ...settings,
      Enabled: mode !== "off",
      MutualAuthentication: mode === "mutual",
      AcceptNonSecureConnections: mode === "off" ? settings.AcceptNonSecureConnections : plaintext,
      ...(mode === "mutual" ? { TrustedCN: trustedNames } : { TrustedCN: undefined }),
    };
    const same =
      modeOf(settings) === mode &&
      settings.AcceptNonSecureConnections === next.AcceptNonSecureConnections &&
      (mode !== "mutual" || (settings.TrustedCN ?? []).join("\n") === trustedNames.join("\n"));
    if (!same)
      changes.push({
        name: "TLS",
        before: showSettings(settings),
        after: showSettings(next),
        act: { settings: next },
      });
    return changes.map((one, at) => ({ ...one, act: { ...one.act, commit: at === changes.length - 1 } }));
  },
  async carryOut(at, act, now) {
    const { wsman, signal } = at;
    if ("trust" in act) await storeCertificate(at, act.trust, { root: true });
    else if ("settings" in act)
      await wsman.put(tlsSettingData, act.settings, { selectors: { InstanceID: networkTls }, signal });
    else {
      const certificate = act.certificate ?? (await ownCertificate(at, act.commonName));
      await choose(at, await storeCertificate(at, certificate, { root: false }), now.chosen);
    }
    // Nothing of it counts before, and AMT's refusal of it is not overlooked
    if (act.commit) await wsman.invoke(setupAndConfigurationService, "CommitChanges", {}, { signal });
  },
  show: ({ settings, current }) => ({
    ...(settings === undefined ? {} : (showSettings(settings) as object)),
    certificate: current === undefined ? null : showCertificate(current),
  }),
};

function planCertificate(
  { current, keys, now }: TlsState,
  wanted: { readonly certificate?: string | undefined; readonly commonName?: string | undefined },
): Change<Step>[] {
  const before = current === undefined ? null : showCertificate(current);
  const { commonName } = wanted;
  if (wanted.certificate === undefined) {
    if (current !== undefined && isCurrent(current, now) && keyFor(keys, current) !== undefined) return [];
    const after = { subject: commonName === undefined ? "AMT's own name" : `CN=${commonName}`, made: "here" };
    return [{ name: "certificate", before, after, act: { certificate: undefined, commonName } }];
  }
  const certificate = certificateIn(wanted.certificate, "The certificate");
  if (current?.raw.equals(certificate.raw)) return [];
  if (!isCurrent(certificate, now))
    refuse(`The certificate has expired (${certificate.validTo}): AMT would show it all the same`);
  if (keyFor(keys, certificate) === undefined)
    refuse(
      "The certificate is for none of the keys that AMT has: its request has to come from this machine (configure tls --csr-out FILE)",
    );
  return [{ name: "certificate", before, after: showCertificate(certificate), act: { certificate, commonName } }];
}

/** There can be one only: it is made, or another takes its place. */
async function choose({ wsman, signal }: Reach, certificate: Reference, chosen: boolean): Promise<void> {
  const name = { ElementName: "TLSProtocolEndpointInstances Collection" };
  const context = {
    ElementInContext: certificate,
    ElementProvidingContext: referTo(tlsProtocolEndpointCollection.uri, name),
  };
  if (chosen) await wsman.put(tlsCredentialContext, context, { signal });
  else await wsman.create(tlsCredentialContext, context, { signal });
}
