import { isAbsolute } from "node:path";
import * as z from "zod";

/** Whom posture reports are sent to: `posture.send`. What each is for, with an example that was tried: docs/posture.md. */
const path = z.string().max(4_096).refine(isAbsolute, "must be a whole path");
const words = z.string().min(1, "must not be empty").max(255, "is too long");
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host);

/** Without TLS only to this machine: what is sent says how it can be attacked, and a token would go with it. */
const urlOf = (secure: string, plain: string) =>
  z
    .string()
    .max(2_048)
    .superRefine((text, context) => {
      const refuse = (message: string): void => void context.addIssue({ code: "custom", message });
      if (!URL.canParse(text)) return refuse(`must be a URL, as ${secure}//host/path`);
      const { protocol, hostname, username, password, hash } = new URL(text);
      if (protocol === plain && !isLoopback(hostname))
        return refuse(`must begin with ${secure}// (${plain}// only to this machine)`);
      if (protocol !== secure && protocol !== plain) return refuse(`must begin with ${secure}//`);
      if (username !== "" || password !== "" || hash !== "") return refuse("must hold no user, password or fragment");
    });
const webUrl = urlOf("https:", "http:");

const named = {
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,31}$/, "must be small letters, digits, dots and dashes, at most 32"),
};
/** PEM files. `ca` in place of the system's own roots; certificate and key where the server wants to know the client. */
const tls = { caFile: path.optional(), certFile: path.optional(), keyFile: path.optional() };
/** The first line of a file that only its owner can read. */
const token = { tokenFile: path.optional() };
const login = { user: words.optional(), passwordFile: path.optional() };

const File = z.strictObject({ ...named, to: z.literal("file"), path });
const Https = z.strictObject({ ...named, to: z.literal("https"), url: webUrl, ...token, ...tls });
const Otlp = z.strictObject({ ...named, to: z.literal("otlp"), url: webUrl, ...token, ...tls });
const Mqtt = z.strictObject({
  ...named,
  to: z.literal("mqtt"),
  url: urlOf("mqtts:", "mqtt:").refine((text) => /^\w+:\/\/[^/]+\/?$/.test(text), "must end after host and port"),
  topic: z
    .string()
    .max(255)
    .regex(/^[^+#\0$][^+#\0]*$/, "must be a topic without + and #, and not begin with $")
    .default("amt-agent/posture/{signer}"),
  clientId: z
    .string()
    .max(128)
    .regex(/^[\x21-\x7e]+$/, "must be letters, digits and signs")
    .default("amt-agent-{signer}"),
  /** After which a broker that kept it for somebody throws it away. */
  expiryHours: z.int().min(1).max(8_760).default(168),
  ...login,
  ...tls,
});
const Syslog = z.strictObject({
  ...named,
  to: z.literal("syslog"),
  host: z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, "must be a name or an address"),
  port: z.int().min(1).max(65_535).default(6_514),
  /** 13 is "log audit" (RFC 5424, 6.2.1). */
  facility: z.int().min(0).max(23).default(13),
  /** What the receiver takes; RFC 5425 (4.3.1) has it take 8192. A report above that goes as its summary. */
  maxBytes: z.int().min(2_048).max(1_048_576).default(8_192),
  ...tls,
});
const Pushgateway = z.strictObject({
  ...named,
  to: z.literal("pushgateway"),
  url: webUrl,
  job: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, "must be letters, digits, dots and dashes")
    .default("amt-agent"),
  ...token,
  ...login,
  ...tls,
});
const Console = z.strictObject({
  ...named,
  to: z.literal("console"),
  url: webUrl,
  /** AMT's UUID, by which the Console knows this PC; a report itself does not hold it. */
  guid: z.guid("must be a GUID, as amt-agent info shows it"),
  ...token,
  ...login,
  ...tls,
});

export const Destination = z
  .discriminatedUnion("to", [File, Https, Otlp, Mqtt, Syslog, Pushgateway, Console])
  .superRefine((one, context) => {
    const both = (a: string, b: string): void => {
      if (a in one !== b in one)
        context.addIssue({ code: "custom", path: [a in one ? b : a], message: `${a} and ${b} belong together` });
    };
    both("certFile", "keyFile");
    both("user", "passwordFile");
    if ("tokenFile" in one && "user" in one)
      context.addIssue({
        code: "custom",
        path: ["tokenFile"],
        message: "is one login, and user another: say one of them",
      });
  });
export type Destination = z.infer<typeof Destination>;
export type DestinationTo<T extends Destination["to"]> = Extract<Destination, { to: T }>;

export const Destinations = z
  .array(Destination, "must be a list")
  .max(8, "must have at most 8 entries")
  .superRefine((all, context) => {
    const twice = all.findIndex(({ name }, at) => all.findIndex((one) => one.name === name) !== at);
    if (twice >= 0) context.addIssue({ code: "custom", path: [twice, "name"], message: "is there twice" });
  });
