import * as z from "zod";
import { Message } from "./snapshot.ts";

/**
 * Everything the ME says of itself without a password. `null` is "not known", and `unknown` says why, by field.
 * Published as JSON Schema in docs/schema/. Only the server and tests load this file; everybody else takes its type.
 */
const Text = z.string().nullable();
const Bool = z.boolean().nullable();
/** A name, or the firmware's number where no name is known for it. */
const Named = z.union([z.string(), z.number().int()]).nullable();

const Lan = z.object({
  enabled: z.boolean(),
  address: z.string().describe("IPv4; 0.0.0.0: none"),
  dhcp: z.boolean(),
  dhcpMode: Named.describe("active: AMT asks for its own lease; passive: it follows the host's"),
  linkUp: z.boolean(),
  mac: z.string(),
});

const Ipv6 = z.object({
  router: z.string(),
  dns: z.array(z.string()),
  addresses: z.array(z.object({ address: z.string(), type: Named, state: Named })),
});

export const Info = z
  .object({
    schema: z.literal("amt-agent.info/1"),
    machine: z.object({
      virtual: z.boolean(),
      name: Text.describe("of the virtual machine; null on a real one"),
      driver: z.string(),
      device: z.string(),
      notice: Message.nullable(),
    }),
    firmware: z.object({
      version: Text,
      recovery: Text,
      fitc: Text,
      status: z.array(z.string().regex(/^[0-9A-F]{8}$/)).describe("HFSTS1 onwards, as many as this generation has"),
      endOfPost: Bool,
      coreBiosDone: Bool,
      eopState: z.number().int().nullable(),
      measuredBoot: z.number().int().nullable(),
      imageType: z.number().int().nullable(),
      platform: Text.describe("mobile, desktop, server, workstation"),
      brand: Named,
      image: Named.describe("consumer, corporate, ..."),
      productionSigned: Bool,
      flashProtection: Named,
      hostUpdate: Named.describe("may firmware be updated from the host"),
      capable: z.array(z.string()).nullable(),
      enabled: z.array(z.string()).nullable(),
      available: z.array(z.string()).nullable(),
    }),
    amt: z.object({
      present: Bool,
      version: Text,
      build: Text,
      sku: z.object({ number: z.number().int(), brand: z.string(), features: z.array(z.string()) }).nullable(),
      bios: Text,
      uuid: Text,
      controlMode: Named,
      provisioningState: Named,
      provisioningMode: Named,
      operational: Bool.describe("switched on in the BIOS"),
      localPortsTlsOnly: Bool,
      zeroTouch: Bool,
      ehbc: Bool,
      pkiDnsSuffix: Text,
      tls: Bool,
      hardwareCrypto: Bool,
      firmwareUpdate: Bool,
      linkUp: Bool,
      cryptoFuse: Bool,
      flashProtection: Bool,
      lastMeReset: Named,
    }),
    sessions: z.object({
      kvm: Bool,
      consentPending: Bool,
      sol: Bool,
      storage: Bool.describe("IDE-R or USB-R"),
      systemDefense: Bool,
      webUi: Bool,
      eac: Bool,
    }),
    redirection: z.object({ sol: Bool, storage: Bool, kvm: Bool }).describe("allowed, not open"),
    remoteAccess: z.object({
      network: Named,
      connection: Named,
      trigger: Named,
      server: Text,
      helpFromBios: Bool,
      helpFromOs: Bool,
    }),
    network: z.object({
      wired: Lan.nullable(),
      wireless: Lan.nullable(),
      ipv6Wired: Ipv6.nullable(),
      ipv6Wireless: Ipv6.nullable(),
      fqdn: Text,
      sharedFqdn: Bool,
      dynamicDns: Bool,
      homeDomains: z.array(z.string()).nullable(),
    }),
    power: z.object({
      policy: Text,
      lastHostReset: Named,
      lastHostResetAt: z.iso.datetime().nullable().describe("of the last remote reset"),
    }),
    setup: z
      .object({
        tlsMode: Named,
        hostInitiated: z.boolean(),
        secureDns: z.boolean(),
        hashAlgorithm: Named,
        certificateHash: z.string(),
        oemDefaultHash: z.boolean(),
        server: z.string(),
        serverAddress: z.string(),
        at: z.string().nullable(),
      })
      .nullable(),
    upid: z.object({ type: Named, oemId: z.string(), csmeId: z.string() }).nullable(),
    certificates: z
      .array(
        z.object({
          handle: z.number().int(),
          name: z.string(),
          algorithm: Named,
          hash: z.string(),
          active: z.boolean(),
          default: z.boolean(),
        }),
      )
      .nullable(),
    host: z
      .object({
        name: z.string(),
        dnsSuffix: Text,
        interfaces: z.array(z.object({ name: z.string(), mac: z.string(), addresses: z.array(z.string()) })),
      })
      .describe("what the operating system says of itself, to compare"),
    unknown: z.array(z.object({ field: z.string(), message: Message })),
    leftovers: z
      .array(z.object({ code: z.literal("LEFTOVER"), command: z.string(), bytes: z.string() }))
      .describe("what newer firmware appended and nobody understands yet"),
  })
  .meta({ title: "amt-agent info" });
export type Info = z.infer<typeof Info>;
