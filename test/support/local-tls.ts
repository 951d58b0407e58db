import { createHash, type X509Certificate } from "node:crypto";
import { type Duplex, duplexPair } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { classUri } from "../../virtual-me/cim/uris.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { type KindName, kindOf } from "../../virtual-me/pki/kinds.ts";
import { type KeyPair, pemOf } from "../../virtual-me/web/certificate.ts";
import { elements, envelope, type Properties } from "./cim-service.ts";

export interface Shown {
  readonly cert: string;
  readonly key: string;
}
export const shown = ({ chain, key }: { chain: readonly { der: Buffer }[]; key: KeyPair }): Shown => ({
  cert: chain.map(({ der }) => pemOf(der)).join(""),
  key: key.privateKey.export({ format: "pem", type: "pkcs8" }) as string,
});
export const provisioning = (kind: KindName = "provisioning"): Shown & { hash(algorithm: string): Buffer } => {
  const made = kindOf(kind).make("example.com");
  return { ...shown(made), hash: (name) => createHash(name).update(made.chain[0]!.der).digest() };
};

/** A channel to a local port of this ME; undefined: closed. */
export async function channelTo(me: VirtualMe, port: number): Promise<Duplex | undefined> {
  const { web } = await me.web();
  const service = web.ports("local").get(port);
  if (!service) return undefined;
  const [near, far] = duplexPair();
  near.once("close", () => far.destroy());
  far.once("close", () => near.destroy());
  service(far, { address: "127.0.0.1", port: 40_000 });
  return near;
}

export interface LocalTls {
  readonly socket: TLSSocket;
  readonly leaf: X509Certificate | undefined;
  /** Status and body of one answer; rejects when the connection ends instead. */
  post(action: string, className: string, content: string, header?: string): Promise<{ status: number; text: string }>;
  invoke(className: string, method: string, input?: Properties): Promise<string>;
}
/** node's own TLS client, and a few lines of HTTP that ask for no login. Undefined: AMT does not go on with this client. */
export async function localTls(me: VirtualMe, client?: Shown): Promise<LocalTls | undefined> {
  const channel = await channelTo(me, 16993);
  if (!channel) return undefined;
  const socket = connect({ socket: channel, rejectUnauthorized: false, maxVersion: "TLSv1.2", ...client });
  let text = "";
  let closed = false;
  let stir = (): void => {};
  socket.on("data", (part: Buffer) => {
    text += part;
    stir();
  });
  socket.on("error", () => {}); // that it closed is what counts
  const over = new Promise<"over">((resolve) =>
    socket.once("close", () => {
      closed = true;
      stir();
      resolve("over");
    }),
  );
  const secure = new Promise<"secure">((resolve) => socket.once("secureConnect", () => resolve("secure")));
  if ((await Promise.race([secure, over])) === "over") return undefined;
  const whole = /^HTTP\/1\.1 (\d+)[\s\S]*?\r\n\r\n([\s\S]*?\r\n0+\r\n\r\n|[\s\S]*<\/html>\s*)/;
  const local: LocalTls = {
    socket,
    leaf: socket.getPeerX509Certificate(),
    async post(action, className, content, header = "") {
      const body = envelope(action, classUri(className), content);
      text = "";
      socket.write(
        `POST /wsman HTTP/1.1\r\nHost: localhost:16993\r\n${header}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      for (;;) {
        const found = whole.exec(text);
        if (found) return { status: Number(found[1]), text: found[2]!.replace(/\r\n[0-9A-F]{4}\r\n/g, "") };
        if (closed) throw new Error("the connection is over");
        await new Promise<void>((resolve) => {
          stir = resolve;
        });
      }
    },
    async invoke(className, method, input = {}) {
      const content = `<r:${method}_INPUT>${elements(input)}</r:${method}_INPUT>`;
      const { text: answer } = await local.post(`${classUri(className)}/${method}`, className, content);
      return /ReturnValue>(\d+)</.exec(answer)?.[1] ?? answer.slice(0, 400);
    },
  };
  return local;
}
