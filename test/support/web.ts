import { createHash } from "node:crypto";
import { type Duplex, duplexPair } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import type { Interface } from "../../virtual-me/accounts.ts";
import type { Machine } from "../../virtual-me/machine.ts";
import { loadMachine } from "../../virtual-me/machines/index.ts";
import { machine } from "../../virtual-me/machines/usual.ts";
import type { AnswerWsman, WsmanRequest } from "../../virtual-me/web/site.ts";
import { createWeb, type Web } from "../../virtual-me/web/web.ts";
import { createWorld, type World } from "../../virtual-me/world.ts";
import { type SteppedClock, steppedClock } from "./stepped-clock.ts";

/** A machine that is set up, of just this firmware. */
export const machineOf = (firmware: string, rest: Partial<Parameters<typeof machine>[0]> = {}): Machine => {
  const [major = 0, minor = 0, hotfix = 0, build = 0] = firmware.split(".").map(Number);
  return machine({
    name: `test-${firmware}`,
    description: "for a test",
    mode: "admin control",
    firmware: [major, minor, hotfix, build],
    sku: 16392,
    facts: {},
    ...rest,
  });
};

export interface Wire {
  /** What came so far; grows. */
  readonly text: () => string;
  readonly closed: () => boolean;
  send(bytes: string | Buffer): void;
  leave(): void;
}
export interface ServedWeb {
  readonly world: World;
  readonly clock: SteppedClock;
  readonly web: Web;
  /** What `answer` was asked. */
  readonly asked: WsmanRequest[];
  readonly failures: unknown[];
  channel(port: number, over?: Interface): Duplex;
  connect(port?: number, over?: Interface): Wire;
  /** Sends on a connection of its own and gives all that came back until nothing more does. */
  exchange(bytes: string | Buffer, over?: Interface): Promise<string>;
}

/** Everything that is under way in this process has happened. */
export async function quiet(turns = 20): Promise<void> {
  for (let i = 0; i < turns; i++) await turn();
}

/** The web server of a virtual machine, in stepped time, over pipes in this process. */
export async function servedWeb(
  of: string | Machine,
  { answer, start }: { answer?: AnswerWsman; start?: Date } = {},
): Promise<ServedWeb> {
  const clock = steppedClock(start);
  const world = createWorld(typeof of === "string" ? await loadMachine(of)! : of, { clock });
  const asked: WsmanRequest[] = [];
  const failures: unknown[] = [];
  const web = createWeb({
    world,
    answer: async (request, options) => {
      asked.push(request);
      return answer ? answer(request, options) : { status: 200, body: "<answer/>" };
    },
    onFailure: (error) => failures.push(error),
  });
  const channel = (port: number, over: Interface = "local"): Duplex => {
    const service = web.ports(over).get(port);
    if (!service) throw new Error(`port ${port} is closed`);
    const [near, far] = duplexPair();
    // A pair passes on an end, but not that one side is destroyed.
    near.once("close", () => far.destroy());
    far.once("close", () => near.destroy());
    service(far, { address: "::1", port: 123 });
    return near;
  };
  const connect = (port = 16992, over: Interface = "local"): Wire => {
    const near = channel(port, over);
    const parts: Buffer[] = [];
    let closed = false;
    near.on("data", (part: Buffer) => parts.push(part));
    near.once("close", () => {
      closed = true;
    });
    near.on("error", () => {}); // the other end may be gone while we write
    return {
      text: () => Buffer.concat(parts).toString("latin1"),
      closed: () => closed,
      send: (bytes) => void near.write(bytes),
      leave: () => void near.destroy(),
    };
  };
  return {
    world,
    clock,
    web,
    asked,
    failures,
    channel,
    connect,
    async exchange(bytes, over) {
      const wire = connect(16992, over);
      wire.send(bytes);
      await quiet();
      const text = wire.text();
      wire.leave();
      await quiet(3);
      return text;
    },
  };
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly stale: string;
  readonly qop: string;
}
/** The parts of the challenge in an answer. */
export function challengeIn(reply: string): Challenge {
  const header = /WWW-Authenticate: Digest (.*)\r\n/.exec(reply)?.[1];
  if (header === undefined) throw new Error(`no challenge in: ${reply.slice(0, 200)}`);
  const {
    realm = "",
    nonce = "",
    stale = "",
    qop = "",
  } = Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  return { realm, nonce, stale, qop };
}

export interface Attempt {
  readonly user: string;
  readonly password: string;
  readonly method?: string;
  readonly target?: string;
  readonly body?: string;
  readonly qop?: "auth" | "auth-int";
  readonly nc?: string;
}
/** A request with credentials, worked out by the letter of RFC 7616 and apart from the product's code. */
export function withLogin({ realm, nonce }: Pick<Challenge, "realm" | "nonce">, attempt: Attempt): string {
  const { user, password, method = "POST", target = "/wsman", body = "<request/>", qop = "auth" } = attempt;
  const { nc = "00000001" } = attempt;
  const cnonce = "0a4f113b";
  const a1 = md5(`${user}:${realm}:${password}`);
  const a2 = md5(qop === "auth" ? `${method}:${target}` : `${method}:${target}:${md5(body)}`);
  const response = md5(`${a1}:${nonce}:${nc}:${cnonce}:${qop}:${a2}`);
  return [
    `${method} ${target} HTTP/1.1`,
    `Authorization: Digest username="${user}",realm="${realm}",nonce="${nonce}",uri="${target}",response="${response}",qop="${qop}",nc="${nc}",cnonce="${cnonce}"`,
    `Content-Length: ${method === "GET" ? 0 : Buffer.byteLength(body)}`,
    "",
    method === "GET" ? "" : body,
  ].join("\r\n");
}
export const anonymous = "POST /wsman HTTP/1.1\r\nHost: localhost:16992\r\nContent-Length: 0\r\n\r\n";
