import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { type Server as HttpServer, createServer as plainServer } from "node:http";
import { createServer as secureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { type WebSocket, WebSocketServer } from "ws";
import type { ServerCertificate } from "./rps-certificate.ts";

/*
 * A Remote Provisioning Server as rpc.md 5 describes it, following a script of plain JSON. It imports nothing of ours on purpose: it is
 * the other side.
 */

type Envelope = Record<string, unknown>;
export type Step =
  /**
   * The next message must have this method (a regular expression), status, and in its JSON payload at least these fields; `root`: also,
   * among `certHashes`, that of the server's own root (COMPARE_DEVICE_HASHES).
   */
  | {
      readonly hear: {
        readonly method: string;
        readonly status?: string;
        readonly payload?: Envelope;
        readonly root?: true;
      };
    }
  | { readonly say: Envelope }
  /** A request to AMT, logged in to by digest; `save` takes parts of the answer by regular expression, `expect` must be found in it. */
  | { readonly wsman: string; readonly save?: Readonly<Record<string, string>>; readonly expect?: string }
  /** As `wsman`, once for each certificate of the server's, leaf first: `${certificate}`, `${isLeaf}`, `${isRoot}`. */
  | { readonly chain: string; readonly expect: string }
  /** Makes `${mcNonce}`, and `${signature}` over AMT's nonce, or something else, and it (rpc.md 3.3). */
  | { readonly sign: "nonce" | "another" }
  /** From here on requests go through TLS with AMT, in tls_data messages. */
  | { readonly tunnel: true }
  /** Logs in as the administrator that the script has made. */
  | { readonly owner: true }
  | { readonly close: number }
  | { readonly silence: true };
export interface Script {
  /** The administrator's password that the server chooses. */
  readonly password: string;
  readonly steps: readonly Step[];
}

export interface RpsServer {
  readonly port: number;
  /** All messages of clients, as text. */
  readonly heard: readonly string[];
  /** What went wrong, from the server's view; empty: the script was followed to its end. */
  readonly problems: readonly string[];
  /** How many scripts have come to their end. */
  readonly finished: number;
  /** A message beside the script, to every client. */
  repeat(text: string): void;
  stop(): Promise<void>;
}
export interface RpsServerOptions {
  /** That it provisions with, for scripts to admin control mode. */
  readonly certificate?: ServerCertificate;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Instead of a script: whatever a hostile server does. */
  readonly hostile?: (socket: WebSocket, text: string) => void;
}

/** On a free port of 127.0.0.1. */
export async function rpsServer(
  script: Script,
  { tls, hostile, certificate }: RpsServerOptions = {},
): Promise<RpsServer> {
  const http: HttpServer = tls ? secureServer(tls) : plainServer();
  const sockets = new WebSocketServer({ server: http });
  const heard: string[] = [];
  const problems: string[] = [];
  let finished = 0;
  sockets.on("connection", (socket) => {
    socket.on("error", () => {});
    if (hostile) {
      socket.on("message", (data) => {
        heard.push(String(data));
        hostile(socket, String(data));
      });
      return;
    }
    follow(script, socket, heard, certificate).then(
      () => {
        finished += 1;
      },
      (error: Error) => {
        problems.push(error.message);
        socket.close();
      },
    );
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    port: (http.address() as AddressInfo).port,
    heard,
    problems,
    get finished() {
      return finished;
    },
    repeat(text) {
      for (const socket of sockets.clients) socket.send(text);
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };
}

interface Client {
  next(): Promise<Envelope>;
  say(envelope: Envelope): void;
}

function clientOn(socket: WebSocket, heard: string[]): Client {
  const waiting: Envelope[] = [];
  let wake = (): void => {};
  let gone = false;
  socket.on("message", (data, isBinary) => {
    const text = String(data);
    heard.push(text);
    if (isBinary || Buffer.byteLength(text) > 102_400) return socket.terminate(); // S:src/WebSocketListener.ts
    waiting.push(JSON.parse(text) as Envelope);
    wake();
  });
  socket.on("close", () => {
    gone = true;
    wake();
  });
  return {
    async next() {
      for (;;) {
        const first = waiting.shift();
        if (first) return first;
        if (gone) throw new Error("the client has closed the connection");
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    say: (envelope) =>
      socket.send(
        JSON.stringify({
          apiKey: "xxxxx",
          appVersion: "4.0.0",
          protocolVersion: "4.0.0",
          status: "ok",
          message: "ok",
          fqdn: "",
          payload: null,
          tenantId: "",
          ...envelope,
        }),
      ),
  };
}

async function follow(
  { password, steps }: Script,
  socket: WebSocket,
  heard: string[],
  certificate: ServerCertificate | undefined,
): Promise<void> {
  const client = clientOn(socket, heard);
  const saved: Record<string, string> = { password };
  const login = { user: "", password: "" };
  let challenge: Record<string, string> | undefined;
  let count = 0;
  let secure: TLSSocket | undefined;
  let uuid = "";

  /** The form of S:src/HttpHandler.ts, with its length in UTF-16 units. */
  function request(body: string): string {
    const lines = ["POST /wsman HTTP/1.1"];
    if (challenge) {
      const nc = (++count).toString(16).padStart(8, "0");
      const cnonce = "k3x9a";
      const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
      const ha1 = md5(`${login.user}:${challenge.realm}:${login.password}`);
      const response = md5(`${ha1}:${challenge.nonce}:${nc}:${cnonce}:auth:${md5("POST:/wsman")}`);
      const fields = {
        username: login.user,
        realm: challenge.realm,
        nonce: challenge.nonce,
        uri: "/wsman",
        qop: "auth",
      };
      const all = Object.entries({ ...fields, response, nc, cnonce }).map(([name, value]) => `${name}="${value}"`);
      lines.push(`Authorization: Digest ${all.join(",")}`);
    }
    lines.push(`Host: ${uuid}:${secure ? 16993 : 16992}`, "Transfer-Encoding: chunked");
    if (!secure) lines.push("Connection: close");
    return [...lines, "", body.length.toString(16).toUpperCase(), body, "0", "", ""].join("\r\n");
  }
  async function send(text: string): Promise<string> {
    for (let attempt = 0; secure && attempt < 3; attempt++) {
      if (secure.destroyed) secure = await tunnelOver(client);
      const answer = await overTls(secure, text).catch(() => undefined); // a connection_reset: once more on a new tunnel
      if (answer !== undefined) return answer;
    }
    if (secure) throw new Error("the tunnel is closed before every answer");
    client.say({ method: "wsman", payload: Buffer.from(text, "utf8").toString("base64") });
    const { method, payload } = await client.next();
    if (method !== "response") throw new Error(`${String(method)} instead of a response`);
    return Buffer.from(String(payload), "base64").toString("utf8");
  }
  async function wsman(body: string): Promise<string> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const answer = await send(request(body));
      const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1];
      if (status === "200") {
        if (!answer.endsWith("0\r\n\r\n")) throw new Error("an answer that does not end as servers want it");
        return answer;
      }
      if (status !== "401") throw new Error(`AMT answers ${status}: ${answer.slice(0, 2_000)}`);
      const line = /^Www-Authenticate: *(.*)$/im.exec(answer)?.[1] ?? "";
      challenge = Object.fromEntries(
        [...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
      );
      count = 0;
    }
    throw new Error("AMT refuses the login");
  }
  const mine = (): ServerCertificate => {
    if (!certificate) throw new Error("this script needs a provisioning certificate");
    return certificate;
  };
  const filled = (text: string): string =>
    text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
      if (name !== "ha1") return saved[name] ?? "";
      return createHash("md5").update(`admin:${saved.realm}:${password}`).digest("hex");
    });

  for (const step of steps) {
    if ("hear" in step) {
      const message = await client.next();
      const { method, status, payload, root } = step.hear;
      if (!new RegExp(`^${method}$`).test(String(message.method)))
        throw new Error(`heard ${String(message.method)} instead of ${method}`);
      if (status !== undefined && message.status !== status) throw new Error(`status ${String(message.status)}`);
      if (message.protocolVersion !== "4.0.0" && message.method !== "heartbeat_response")
        throw new Error(`protocol ${String(message.protocolVersion)}`);
      if (!payload) continue;
      const said = JSON.parse(Buffer.from(String(message.payload), "base64").toString("utf8")) as Envelope;
      for (const [name, value] of Object.entries(payload))
        if (JSON.stringify(said[name]) !== JSON.stringify(value))
          throw new Error(`${name} is ${JSON.stringify(said[name])} instead of ${JSON.stringify(value)}`);
      if (root && !(said.certHashes as string[]).includes(mine().rootHash))
        throw new Error("the root is not among the hashes that this machine names");
      for (const name of ["ver", "build", "uuid", "client"]) // S:src/utils/ClientMsgJsonParser.ts
        if (typeof said[name] !== "string" || said[name] === "") throw new Error(`${name} is missing`);
      login.user = String(said.username);
      login.password = String(said.password);
      uuid = String(said.uuid);
    } else if ("say" in step) client.say(step.say);
    else if ("wsman" in step) {
      const answer = unchunked(await wsman(filled(step.wsman)));
      if (step.expect !== undefined && !new RegExp(step.expect).test(answer))
        throw new Error(`no ${step.expect} in ${answer}`);
      for (const [name, pattern] of Object.entries(step.save ?? {}))
        saved[name] = new RegExp(pattern).exec(answer)?.[1] ?? "";
    } else if ("chain" in step) {
      for (const [index, one] of mine().chain.entries()) {
        saved.certificate = one;
        saved.isLeaf = String(index === 0);
        saved.isRoot = String(index === mine().chain.length - 1);
        const answer = unchunked(await wsman(filled(step.chain)));
        if (!new RegExp(step.expect).test(answer))
          throw new Error(`certificate ${index}: no ${step.expect} in ${answer}`);
      }
    } else if ("sign" in step) {
      const nonce = randomBytes(20);
      const theirs = step.sign === "nonce" ? Buffer.from(saved.nonce ?? "", "base64") : randomBytes(20);
      saved.mcNonce = nonce.toString("base64");
      saved.signature = mine()
        .sign(Buffer.concat([theirs, nonce]))
        .toString("base64");
    } else if ("tunnel" in step) {
      secure = await tunnelOver(client);
      challenge = undefined;
    } else if ("owner" in step) {
      login.user = "admin";
      login.password = password;
      challenge = undefined;
    } else if ("close" in step) {
      socket.close(step.close);
      return;
    } else await new Promise(() => {});
  }
}

/** TLS with AMT, of which the client carries the bytes (S:src/TLSTunnelManager.ts). */
async function tunnelOver(client: Client): Promise<TLSSocket> {
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      client.say({ method: "tls_data", payload: chunk.toString("base64") });
      done();
    },
  });
  const secure = connectTls({ socket: stream, rejectUnauthorized: false });
  secure.on("error", () => {});
  void (async () => {
    try {
      for (;;) {
        const { method, payload } = await client.next();
        if (method === "tls_data") stream.push(Buffer.from(String(payload), "base64"));
        else return secure.destroy(new Error(`${String(method)} instead of tls_data`));
      }
    } catch (error) {
      secure.destroy(error as Error);
    }
  })();
  await once(secure, "secureConnect");
  return secure;
}

function overTls(secure: TLSSocket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    const onClose = (): void => reject(new Error("the tunnel was closed before the answer was whole"));
    const onData = (chunk: Buffer): void => {
      answer = Buffer.concat([answer, chunk]);
      const said = answer.toString("utf8");
      const length = /^Content-Length: *(\d+)/im.exec(said)?.[1];
      const whole =
        length === undefined
          ? said.endsWith("0\r\n\r\n")
          : answer.length >= said.indexOf("\r\n\r\n") + 4 + Number(length);
      if (!whole) return;
      secure.off("data", onData);
      secure.off("close", onClose);
      resolve(said);
    };
    secure.on("data", onData);
    secure.once("close", onClose);
    secure.write(text);
  });
}

function unchunked(answer: string): string {
  const bytes = Buffer.from(answer, "utf8");
  let at = bytes.indexOf("\r\n\r\n") + 4;
  const parts: Buffer[] = [];
  for (;;) {
    const end = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.toString("latin1", at, end), 16);
    if (!(size > 0)) return Buffer.concat(parts).toString("utf8");
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
}
