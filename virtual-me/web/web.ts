import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Interface } from "../accounts.ts";
import type { Faults } from "../faults.ts";
import type { Service } from "../lme/services.ts";
import { openPorts, securePorts } from "../rules/ports.ts";
import type { World } from "../world.ts";
import { createAuthenticator } from "./authenticate.ts";
import { BODY_LIMIT, readBody } from "./body.ts";
import { type Connection, createConnection } from "./connection.ts";
import { generationOf } from "./generation.ts";
import type { Identity } from "./identity.ts";
import { createLogins, type Logins } from "./logins.ts";
import { misbehave, requestName } from "./misbehave.ts";
import { createNonces } from "./nonces.ts";
import { bytesOf, type Reply, refusal } from "./reply.ts";
import { secureSide } from "./secure.ts";
import { type AnswerWsman, createSite } from "./site.ts";

export interface Web {
  /** The services by port, as AMT has them open now (rules/ports.ts). */
  ports(over: Interface): ReadonlyMap<number, Service>;
  readonly identity: Identity;
  readonly logins: Logins;
  /** Connections that are open. */
  readonly open: number;
  /** What the ME forgets when it resets: connections, nonces, failed logins. Accounts and certificates stay. */
  reset(): void;
}

export interface WebOptions {
  readonly world: World;
  readonly answer: AnswerWsman;
  /** Told of what `answer` throws; the client gets status 500. */
  readonly onFailure: (error: unknown) => void;
  readonly faults?: Faults;
  /** Restarts the ME, where a fault has it. */
  readonly restart?: () => void;
}

const HEAD_LIMIT = 8 * 1024;

/**
 * The web server of AMT over any Duplex. node:http reads the requests, bounds them and keeps the answers in order; the answers
 * themselves are written whole, because AMT's header order, chunk form and `Connection` habits are not node:http's.
 */
export function createWeb({ world, answer, onFailure, faults, restart = () => {} }: WebOptions): Web {
  const generation = generationOf(world.machine);
  const secure = secureSide(world, generation);
  const connections = new Map<Duplex, Connection>();
  let volatile = afterReset();

  function afterReset() {
    const logins = createLogins(world.clock);
    const nonces = createNonces(world);
    const login = createAuthenticator(world, { generation, nonces, logins });
    return { logins, site: createSite(world, { generation, login, answer }) };
  }

  /** undefined: nobody is there to take an answer. */
  async function respond(request: IncomingMessage, connection: Connection): Promise<Reply | undefined> {
    const body = tooLong(request) ? "large" : await readBody(request, connection);
    if (body === "left") return undefined;
    if (body === "large") return refusal(generation, 413, "The request is too large.");
    if (body === "broken") return malformed;
    connection.arrived();
    const { method = "", url: target = "", headers } = request;
    world.counts.add("http");
    const asked = { method, target, body, authorization: headers.authorization };
    const run = (): Promise<Reply> => volatile.site.reply(asked, connection);
    const fault = target === "/wsman" ? faults?.take("web", "request", requestName(asked, connection)) : undefined;
    return fault ? misbehave(fault, { world, connection, run, reset: restart }) : run();
  }
  const malformed = refusal(generation, 400, "The request could not be understood.");

  function accept(request: IncomingMessage, response: ServerResponse, prepared?: Reply): void {
    const connection = connections.get(request.socket);
    if (!connection || connection.signal.aborted) return;
    const { signal } = connection;
    const queued = connection.enqueue(async () => {
      try {
        const reply = prepared ?? (await respond(request, connection));
        if (reply) await send(response, reply, signal);
      } catch (error) {
        if (signal.aborted) return; // nobody waits for it
        onFailure(error);
        await send(response, refusal(generation, 500, "The request could not be carried out."), signal);
      }
    });
    if (!queued) connection.close();
  }

  const server = createServer({
    maxHeaderSize: HEAD_LIMIT,
    requireHostHeader: false, // rpc-go sends none (rpc.md 4.4)
    keepAliveTimeout: 0, // connection.ts counts the time, by the world's clock
    headersTimeout: 0,
    requestTimeout: 0,
  });
  server.on("request", (request, response) => accept(request, response));
  server.on("checkContinue", (request, response) => {
    if (!tooLong(request)) response.writeContinue();
    accept(request, response);
  });
  server.on("checkExpectation", (request, response) =>
    accept(request, response, refusal(generation, 417, "Only 100-continue can be expected.")),
  );
  server.on("clientError", (_error, stream) => {
    const connection = connections.get(stream);
    connection?.spoil();
    // In its turn; a request that broke off in its body has been answered by then, and the connection ended.
    const queued = connection?.enqueue(async () => {
      if (!stream.writable) return connection.close();
      stream.end(bytesOf(malformed));
    });
    if (!queued) connection?.close();
  });

  function serve(channel: Duplex, over: Interface, tls: boolean): void {
    if (!world.enabled) return void channel.destroy();
    const secured = tls ? secure(channel, over) : undefined;
    const stream = secured?.stream ?? channel;
    const connection = createConnection({ stream, channel, clock: world.clock }, { over, tls });
    connections.set(stream, connection);
    stream.once("close", () => connections.delete(stream));
    channel.on("error", () => connection.close()); // its reason is the client's
    if (!secured) return void server.emit("connection", stream);
    stream.on("error", () => connection.close());
    void secured.accepted.then((result) => {
      if (result === "refused") return connection.close();
      connection.attempt = result.armed;
      if (!connection.signal.aborted) server.emit("connection", stream);
    });
  }

  return {
    ports(over) {
      return new Map(
        openPorts(world, over).map((port) => {
          const tls = securePorts.some((one) => one === port);
          const service: Service = (channel) => serve(channel, over, tls);
          return [port, service] as const;
        }),
      );
    },
    identity: world.identity,
    get logins() {
      return volatile.logins;
    },
    get open() {
      return connections.size;
    },
    reset() {
      for (const connection of [...connections.values()]) connection.close();
      volatile = afterReset();
    },
  };
}

const tooLong = ({ headers }: IncomingMessage): boolean => Number(headers["content-length"] ?? 0) > BODY_LIMIT;

/** Settles when it is written, or the client gone. */
function send(response: ServerResponse, { status, headers, body }: Reply, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener("abort", done);
      resolve();
    };
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", done); // a response in line gets no event when its socket closes
    response.once("close", done);
    response.sendDate = false;
    response.removeHeader("connection"); // none but ours
    response.writeHead(status, headers.flat());
    response.chunkedEncoding = false; // the body has AMT's chunks already
    response.end(body);
  });
}
