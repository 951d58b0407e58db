import { ProfileError } from "./error.ts";
import { boolean, type Given, given, isGiven, number, said, text } from "./given.ts";
import { dot1xFrom, pemOf, wifiFrom } from "./toolkit-network.ts";

/** A profile of the Device Management Toolkit (rpc.md 1.8): everything stands below `configuration`. */
export const isToolkitProfile = (document: unknown): document is Given =>
  isGiven(document) && isGiven(document.configuration);

export interface Translated {
  /** The same as a profile of ours. */
  readonly document: Given;
  /** What it says beyond that, by its place. */
  readonly ignored: readonly string[];
}

const others = ["bmcSpecific", "dashSpecific", "redfishSpecific", "userAccounts", "enterpriseAssistant"];

/** Throws ProfileError for what cannot be left out without becoming something else. */
export function fromToolkit(profile: Given): Translated {
  const all = given(profile.configuration);
  const [general, amt, redirection] = [all.generalSettings, all.amtSpecific, all.redirection].map(given);
  const network = given(all.network);
  for (const random of ["generateRandomPassword", "generateRandomMEBXPassword"])
    if (amt?.[random] === true)
      throw new ProfileError(
        "PROFILE_NOT_YET",
        `configuration.amtSpecific.${random}: a profile's passwords are not made up here, because nobody would know them. Give one, or set AMT up with activate --generate-password first`,
      );
  const mode = { acmactivate: "admin", ccmactivate: "client" }[text(amt?.controlMode) ?? ""];
  const services = given(redirection?.services);
  const ignored = [
    ...others.filter((name) => isFilled(all[name])),
    ...["networkInterfaceEnabled", "pingResponseEnabled"]
      .filter((name) => general?.[name] !== undefined)
      .map((name) => `generalSettings.${name}`),
  ].map((name) => `configuration.${name}`);
  const document = said({
    version: 1,
    name: text(profile.name),
    activation:
      mode &&
      said({
        mode,
        certificate: text(amt?.provisioningCert),
        certificatePassword: text(amt?.provisioningCertPwd),
      }),
    adminPassword: text(amt?.adminPassword),
    mebxPassword: text(amt?.mebxPassword),
    features:
      redirection &&
      isFilled(all.redirection) &&
      said({
        kvm: boolean(services?.kvm),
        sol: boolean(services?.sol),
        usbr: boolean(services?.ider),
        userConsent: text(redirection.userConsent)?.toLowerCase(),
      }),
    hostname: general?.sharedFQDN === undefined ? undefined : { shared: boolean(general.sharedFQDN) },
    wired: isFilled(network.wired) ? wiredFrom(given(network.wired)) : undefined,
    wifi: isFilled(network.wireless) ? wifiFrom(given(network.wireless)) : undefined,
    proxy:
      Array.isArray(network.proxy) && network.proxy.length > 0 ? { proxies: network.proxy.map(proxyFrom) } : undefined,
    tls: isFilled(all.tls) ? tlsFrom(given(all.tls)) : undefined,
    cira: isFilled(amt?.cira) ? ciraFrom(given(amt?.cira)) : undefined,
  });
  return { document, ignored };
}

/** Their tools write what was never set as well: empty objects, lists and texts, false. */
const isFilled = (value: unknown): boolean =>
  Array.isArray(value) || isGiven(value)
    ? Object.values(value).some(isFilled)
    : value !== undefined && value !== null && value !== "" && value !== false && value !== 0;

const wiredFrom = (wired: Given): Given => {
  const [dhcp, shared] = [boolean(wired.dhcpEnabled), boolean(wired.sharedStaticIP)];
  const own = dhcp !== true && shared !== true;
  const dns = [text(wired.primaryDNS), text(wired.secondaryDNS)].filter((one) => one !== undefined);
  return said({
    dhcp,
    shared: dhcp === true ? undefined : shared,
    ...(own && {
      address: text(wired.ipAddress),
      mask: text(wired.subnetMask),
      gateway: text(wired.defaultGateway),
      dns: dns.length === 0 ? undefined : dns,
    }),
    dot1x: isFilled(wired.ieee8021x) ? dot1xFrom(given(wired.ieee8021x), { wired: true }) : undefined,
  });
};

const proxyFrom = (one: unknown): Given => {
  const { address, port, networkDnsSuffix } = given(one);
  return said({ address, port, networkDnsSuffix });
};

function tlsFrom(tls: Given): Given {
  const mode = tls.enabled !== true ? "off" : tls.mutualAuthentication === true ? "mutual" : "server";
  const authority = text(tls.signingAuthority) ?? "SelfSigned";
  if (mode !== "off" && !/^self-?signed$/i.test(authority))
    throw new ProfileError(
      "PROFILE_NOT_YET",
      `configuration.tls.signingAuthority: ${authority} signs through an Enterprise Assistant, which is not asked here. Have a request signed instead: amt-agent configure tls --csr-out FILE`,
    );
  const names = Array.isArray(tls.trustedCN) ? tls.trustedCN : [];
  return said({
    mode,
    plaintext: boolean(tls.allowNonTLS),
    ...(mode === "mutual" && names.length > 0 && { trustedNames: names }),
  });
}

function ciraFrom(cira: Given): Given {
  if (cira.generateRandomPassword === true)
    throw new ProfileError(
      "PROFILE_NOT_YET",
      "configuration.amtSpecific.cira.generateRandomPassword: the server would not know it. Give mpsPassword",
    );
  return said({
    address: text(cira.mpsAddress),
    port: number(cira.mpsPort) === 0 ? undefined : number(cira.mpsPort),
    user: text(cira.mpsUsername),
    password: text(cira.mpsPassword),
    rootCertificate: pemOf(text(cira.mpsCert), "CERTIFICATE"),
    homeDomains: Array.isArray(cira.environmentDetection) ? cira.environmentDetection : undefined,
  });
}
