import { type Interface, realms } from "../accounts.ts";
import type { World } from "../world.ts";
import type { Authenticator, Credentials, User } from "./authenticate.ts";
import type { Connection } from "./connection.ts";
import type { Generation } from "./generation.ts";
import { logon, status } from "./pages.ts";
import { page, type Reply, redirect, refusal, soap, unauthorized } from "./reply.ts";
import { isStored, webStorage } from "./storage.ts";

/** What is asked of WS-Management. */
export interface WsmanRequest {
  readonly body: Buffer;
  readonly user: User;
  readonly over: Interface;
  readonly tls: boolean;
}
export interface WsmanAnswer {
  /** 200, 400 for a fault, 500 for a failure of the ME itself. */
  readonly status: number;
  /** The whole envelope. */
  readonly body: string;
}
export type AnswerWsman = (request: WsmanRequest, options: { readonly signal: AbortSignal }) => Promise<WsmanAnswer>;

export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly body: Buffer;
  readonly authorization: string | undefined;
}

export interface Site {
  reply(asked: Asked, connection: Connection): Promise<Reply>;
}

/** Whoever has the provisioning certificate: as good as the administrator that there is not yet. */
const configurer: User = { name: "admin", realms: [realms.administration] };

const unavailable =
  "Web browser access to Intel&reg; Active Management Technology is disabled on this computer, or the page in the address bar is unavailable.";

/** What is where. The web pages are those of a machine that has them switched on; /wsman is there on every machine. */
export function createSite(
  world: World,
  { generation, login, answer }: { generation: Generation; login: Authenticator; answer: AnswerWsman },
): Site {
  const now = (): Date => world.clock.now();
  const notFound = (): Reply => refusal(generation, 404, unavailable);

  /**
   * From AMT 6, over TLS only, whoever has logged in stays so on the connection until the list of accounts changes; who wants to be
   * somebody else has to connect again (presence-posture.md 5.2).
   */
  function authenticated(asked: Asked, connection: Connection): User | Reply {
    // In secure configuration the certificate is the login (rpc.md 7.1); what a client says of itself beside it does not count
    if (connection.attempt && connection.attempt === world.armed) return configurer;
    const { revision } = world.accounts;
    if (connection.login?.revision === revision) return connection.login.user;
    const credentials: Credentials = { ...asked, over: connection.over };
    const verdict = login.check(credentials);
    if (!("user" in verdict)) return unauthorized(generation, login.challenge(verdict.stale));
    if (connection.tls) connection.login = { user: verdict.user, revision };
    return verdict.user;
  }

  async function wsman(asked: Asked, connection: Connection): Promise<Reply> {
    if (asked.method !== "POST") return refusal(generation, 405, "Only POST is taken here.");
    const user = authenticated(asked, connection);
    if ("status" in user) return user;
    const { over, tls, signal } = connection;
    return soap(generation, await answer({ body: asked.body, user, over, tls }, { signal }), now());
  }

  function index(asked: Asked, connection: Connection): Reply {
    const user = authenticated(asked, connection);
    if ("status" in user) return user;
    return page(generation, status(generation, world.machine.name, user.name), now());
  }

  const storage = webStorage(world, generation);

  const pages: Readonly<Record<string, (asked: Asked, connection: Connection) => Reply>> = {
    "/": () => redirect(generation, "/logon.htm"),
    "/logon.htm": () =>
      world.features.webUi ? page(generation, logon(generation, world.machine.name), now()) : notFound(),
    "/index.htm": (asked, connection) => (world.features.webUi ? index(asked, connection) : notFound()),
  };

  return {
    async reply(asked, connection) {
      const path = asked.target.split("?", 1)[0]!;
      if (path === "/wsman") return wsman(asked, connection);
      if (storage && isStored(path)) {
        const user = authenticated(asked, connection);
        return "status" in user ? user : storage(asked, user);
      }
      const make = Object.hasOwn(pages, path) ? pages[path] : undefined;
      if (!make) return notFound();
      const reads = asked.method === "GET" || asked.method === "HEAD";
      return reads ? make(asked, connection) : refusal(generation, 405, "Only GET is taken here.");
    },
  };
}
