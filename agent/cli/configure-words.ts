import { hostname } from "node:os";
import { ConfigError } from "../config-error.ts";
import { networkManagerProfiles } from "../provisioning/configure/network-manager.ts";
import type { Given } from "./command.ts";
import type { Document } from "./configure.ts";
import { askSecret } from "./wsman-login.ts";

type Word = (options: Given, args: readonly unknown[], signal: AbortSignal) => Promise<Document | undefined>;

/** Without what was not said. Undefined when nothing was. */
function said(values: Record<string, unknown>): Document | undefined {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
const file = (path: unknown): Document | undefined => (path === undefined ? undefined : { file: path });
const number = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));
/** `redirection/8=critical` */
function auditEvent(said: string): Document {
  const [, application = "", event, policy] = /^(\w+)\/(\d{1,5})=(\w+)$/.exec(said) ?? [];
  if (event === undefined)
    throw new ConfigError(`"${said}" is no event: APPLICATION/NUMBER=off, on or critical, as redirection/8=critical`);
  return {
    application: number(/^\d+$/.test(application) ? application : undefined) ?? application,
    event: Number(event),
    policy,
  };
}
const secret = async (path: unknown, question: string, otherwise: string, signal: AbortSignal): Promise<unknown> =>
  file(path) ?? (await askSecret(question, otherwise, signal)).reveal();

function onOff(state: unknown): boolean | undefined {
  if (state === undefined) return undefined;
  if (state === "on" || state === "off") return state === "on";
  throw new ConfigError(`"${String(state)}" is neither on nor off`);
}

const dot1xOf = (options: Given, more: Record<string, unknown> = {}): Document | "off" | undefined => {
  if (options.dot1x === "off") return "off";
  if (options.dot1x === undefined) return undefined;
  return said({
    protocol: options.dot1x,
    user: options.dot1xUser,
    password: file(options.dot1xPasswordFile),
    clientCertificate: file(options.clientCertificate),
    clientKey: file(options.clientKey),
    caCertificate: file(options.caCertificate),
    ...more,
  });
};

function named<N extends string>(table: Readonly<Record<N, Word>>): Readonly<Record<N, Word>> {
  return table;
}

/** From words on the command line to the document that says the same. */
export const words = named({
  show: async () => undefined,
  tls: async (options) => {
    const document = said({
      mode: options.mode,
      plaintext: options.plaintext,
      certificate: file(options.certificate),
      commonName: options.commonName,
      trustedRoots: (options.trustedRoot as string[] | undefined)?.map(file),
      trustedNames: options.trustedName,
    });
    if (document !== undefined && document.mode === undefined)
      throw new ConfigError("configure tls needs --mode off, server or mutual");
    return document;
  },
  password: async (options, _args, signal) => ({
    password: await secret(options.newPasswordFile, "New password: ", "--new-password-file", signal),
  }),
  features: async ({ kvm, sol, usbr, userConsent }) => said({ kvm, sol, usbr, userConsent }),
  clock: async ({ tolerance }) => ({ ...said({ tolerance: number(tolerance) }) }),
  hostname: async (options, [name]) => {
    const { domain, shared } = options;
    if (name === undefined && domain === undefined && shared === undefined) return undefined;
    if (name === undefined) return said({ domain, shared });
    // A dot is the name of this machine as its operating system has it
    const whole = name === "." ? hostname() : String(name);
    const dot = whole.indexOf(".");
    const [host, rest] = dot < 0 ? [whole, undefined] : [whole.slice(0, dot), whole.slice(dot + 1)];
    return said({ host, domain: domain ?? rest, shared });
  },
  wifiAdd: async (options, [name], signal) => {
    const { security, ssid = name, priority, renew } = options;
    const enterprise = String(security).endsWith("802.1x");
    const passphrase = enterprise
      ? file(options.passphraseFile)
      : await secret(options.passphraseFile, `Passphrase of ${String(ssid)}: `, "--passphrase-file", signal);
    const profile = said({ name, ssid, security, priority: number(priority), passphrase, dot1x: dot1xOf(options) });
    return said({ profiles: [profile], renew });
  },
  wifiRemove: async (_options, [names]) => ({ remove: names }),
  wifiSync: async (options, [state]) => {
    const profiles = options.fromNetworkManager === true ? await networkManagerProfiles() : undefined;
    return said({ sync: onOff(state), uefiSync: options.uefi, profiles });
  },
  wired: async (options) => {
    const { dhcp, shared, address, mask, gateway, dns } = options;
    const pxeTimeout = number(options.pxeTimeout);
    const more = pxeTimeout === undefined ? {} : { pxeTimeout };
    const own = address === undefined ? {} : { dhcp: false };
    return said({ ...own, dhcp, shared, address, mask, gateway, dns, dot1x: dot1xOf(options, more) });
  },
  cira: async (options, [off], signal) => {
    if (off !== undefined) {
      if (off !== "off") throw new ConfigError(`"${String(off)}" is no word here: configure cira off, or options`);
      return { off: true };
    }
    const { address, port, serverName, periodic, alert, userInitiated, mpsUser } = options;
    if (address === undefined) {
      const others = Object.keys(options).filter((name) =>
        /^(port|mps|server|root|client|periodic|alert|home)/.test(name),
      );
      if (others.length > 0) throw new ConfigError("configure cira needs --address, the server");
      return undefined;
    }
    const password =
      mpsUser === undefined
        ? undefined
        : await secret(
            options.mpsPasswordFile,
            `Password of ${String(mpsUser)} there: `,
            "--mps-password-file",
            signal,
          );
    return said({
      address,
      port: number(port),
      commonName: serverName,
      rootCertificate: file(options.rootCertificate),
      user: mpsUser,
      password,
      clientCertificate: file(options.clientCertificate),
      clientKey: file(options.clientKey),
      periodic: periodic === "off" ? false : number(periodic),
      alert,
      userInitiated,
      homeDomains: options.homeDomain,
    });
  },
  proxyAdd: async ({ port, network }, [address]) => ({
    proxies: [said({ address, port: number(port), networkDnsSuffix: network })],
  }),
  proxyRemove: async (_options, [addresses]) => ({ remove: addresses }),
  amt: async (_options, [state]) => said({ on: onOff(state) }),
  audit: async ({ storage, minDays, event }, [state]) =>
    said({
      on: onOff(state),
      storage,
      minDays: number(minDays),
      events: (event as string[] | undefined)?.map(auditEvent),
    }),
});
export type Words = typeof words;
