import * as z from "zod";
import type { Secret } from "../../platform/secret.ts";
import { wantedAudit } from "./wanted-audit.ts";
import { wantedPresence } from "./wanted-presence.ts";

/** How a document says a secret, and a longer text such as a certificate: as it stands, or by the file it is in. */
export interface Leaves {
  readonly secret: z.ZodType<Secret, unknown>;
  readonly text: z.ZodType<string, unknown>;
}

const port = z.int().min(1).max(65_535);
const ipv4 = z.ipv4();
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const noControl = /^[^\u0000-\u001f\u007f]*$/;
const words = (most: number) => z.string().min(1).max(most).regex(noControl, "must be without control characters");

const protocols = ["eap-tls", "ttls-mschapv2", "peap-mschapv2"] as const;
const dot1x = ({ secret, text }: Leaves) =>
  z.strictObject({
    protocol: z.enum(protocols),
    user: words(128),
    domain: words(128).optional(),
    password: secret.optional(),
    /** PEM. */
    clientCertificate: text.optional(),
    clientKey: secret.optional(),
    caCertificate: text.optional(),
    serverName: words(256).optional(),
  });

const wifiProfile = (leaves: Leaves) =>
  z.strictObject({
    name: words(32),
    ssid: words(32),
    /** 1 is tried first; without it the first that is free. */
    priority: z.int().min(1).max(255).optional(),
    security: z.enum(["wpa-psk", "wpa2-psk", "wpa3-sae", "wpa-802.1x", "wpa2-802.1x"]),
    passphrase: leaves.secret.optional(),
    dot1x: dot1x(leaves).optional(),
  });

/** What a machine's owner can want of each subject: the same on the command line, in a profile and on the local API. */
export const wantedOf = (leaves: Leaves) => ({
  amt: z.strictObject({ on: z.boolean() }),
  clock: z.strictObject({
    /** Seconds that AMT's clock may differ from this machine's. */
    tolerance: z.int().min(1).max(3_600).default(5),
  }),
  password: z.strictObject({ password: leaves.secret }),
  "mebx-password": z.strictObject({ password: leaves.secret }),
  features: z.strictObject({
    kvm: z.boolean().optional(),
    sol: z.boolean().optional(),
    usbr: z.boolean().optional(),
    userConsent: z.enum(["none", "kvm", "all"]).optional(),
  }),
  hostname: z.strictObject({
    host: words(63)
      .regex(/^[^.]*$/, "must be without dots: the rest belongs into domain")
      .optional(),
    domain: z.string().max(191).regex(noControl).optional(),
    /** Whether AMT and the operating system have one name. */
    shared: z.boolean().optional(),
  }),
  wired: z.strictObject({
    dhcp: z.boolean().optional(),
    /** AMT has the operating system's static address. */
    shared: z.boolean().optional(),
    address: ipv4.optional(),
    mask: ipv4.optional(),
    gateway: ipv4.optional(),
    dns: z.array(ipv4).max(2).optional(),
    dot1x: z
      .union([z.literal("off"), dot1x(leaves).extend({ pxeTimeout: z.int().min(0).max(86_400).optional() })])
      .optional(),
  }),
  wifi: z.strictObject({
    profiles: z.array(wifiProfile(leaves)).max(16).default([]),
    /** Names of profiles to take away. */
    remove: z.array(words(64)).default([]),
    /** Also takes away every profile that is not named here. */
    only: z.boolean().default(false),
    /** Sends the secrets of profiles that are there already, which cannot be read back. */
    renew: z.boolean().default(false),
    /** AMT takes over the operating system's profiles. */
    sync: z.boolean().optional(),
    uefiSync: z.boolean().optional(),
  }),
  cira: z.union([
    z.strictObject({ off: z.literal(true) }),
    z.strictObject({
      address: words(256),
      port: port.default(4433),
      /** The name in the server's certificate; without it the address. */
      commonName: words(256).optional(),
      /** PEM: the root the server's certificate leads to. */
      rootCertificate: leaves.text.optional(),
      user: words(16).optional(),
      password: leaves.secret.optional(),
      clientCertificate: leaves.text.optional(),
      clientKey: leaves.secret.optional(),
      /** Seconds between attempts to connect; false: only when somebody asks, or at an alert. */
      periodic: z.union([z.literal(false), z.int().min(10).max(0xffff_ffff)]).default(25),
      alert: z.boolean().default(false),
      userInitiated: z.boolean().default(true),
      /** Domains in which no tunnel is needed; an empty list: everywhere is outside. Left out: as it is. */
      homeDomains: z.array(words(192)).max(5).optional(),
    }),
  ]),
  proxy: z.strictObject({
    proxies: z
      .array(z.strictObject({ address: words(256), port: port.default(80), networkDnsSuffix: words(192) }))
      .max(15)
      .default([]),
    remove: z.array(words(256)).default([]),
    only: z.boolean().default(false),
  }),
  presence: wantedPresence(),
  audit: wantedAudit(),
  tls: z.strictObject({
    mode: z.enum(["off", "server", "mutual"]),
    /** Whether the network may also come without TLS. */
    plaintext: z.boolean().default(false),
    /** PEM: signed for a key that AMT made. Without it one is made here. */
    certificate: leaves.text.optional(),
    commonName: words(256).optional(),
    /** PEM: the roots that clients' certificates lead to. */
    trustedRoots: z.array(leaves.text).max(8).default([]),
    /** Names of clients that are let in; none: every one of those roots. */
    trustedNames: z.array(words(256)).max(4).default([]),
  }),
});

export type WantedSchemas = ReturnType<typeof wantedOf>;
export type SubjectName = keyof WantedSchemas;
export type Wanted = { readonly [N in SubjectName]: z.output<WantedSchemas[N]> };
export type WantedDot1x = z.output<ReturnType<typeof dot1x>>;
export type WantedWifiProfile = z.output<ReturnType<typeof wifiProfile>>;
