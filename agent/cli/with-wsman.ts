import { amthi } from "../../mei/clients.ts";
import { codeOf } from "../../mei/errors.ts";
import type { Credentials, GiveCredentials } from "../../mei/http/login.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import type { Resource } from "../../mei/wsman/resource.ts";
import type { ApiClient } from "../api/client.ts";
import { openMe } from "../me.ts";
import { parseMei } from "../mei-spec.ts";
import { AskError } from "../wsman/error.ts";
import { type OpenedWsman, openWsman } from "../wsman/open.ts";
import { osAdmin } from "../wsman/os-admin.ts";
import { showXml } from "../wsman/show-xml.ts";
import type { Way } from "../wsman/way.ts";
import type { Context } from "./context.ts";
import { harden } from "./harden.ts";
import { openAlone } from "./open-driver.ts";
import { serviceMei, withMe } from "./source.ts";
import { type LoginOptions, loginFrom } from "./wsman-login.ts";
import { wsmanWays } from "./wsman-ways.ts";

export interface WsmanAccess extends LoginOptions {
  /** Show each answer as XML, also one that is a refusal. */
  readonly xml: boolean;
}
/** What a command has to work with. */
export interface Opened extends Pick<OpenedWsman, "http"> {
  readonly wsman: Wsman;
  readonly virtual: boolean;
}

/**
 * WS-Management with this machine's AMT: through the ports of the service that runs, else through a session of our own. Logs in as the
 * person says, else as `$$OsAdmin`, for whom the ME is opened.
 */
export async function withWsman<T>(
  context: Context,
  access: WsmanAccess,
  of: Resource,
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { terminal, clock, signal } = context;
  const { trust, alone, beside } = await wsmanWays(context);
  if (access.user !== undefined) await harden(context);
  const login = await loginFrom(access, context);
  const over = async (way: Way, credentials: GiveCredentials, virtual: boolean): Promise<T> => {
    const onAnswer = (body: Buffer): void => {
      const shown = access.xml ? showXml(body, of) : undefined;
      if (shown !== undefined) terminal.out(shown);
    };
    const opened = openWsman({ way, credentials, trust, clock, onAnswer });
    try {
      return await use({ wsman: opened.wsman, http: opened.http, virtual });
    } finally {
      await opened.close();
    }
  };
  return withMe(context, {
    async service(client, socket) {
      const { lms, machine } = await client.call("GET /v1/status", undefined, { signal });
      return over(beside(lms, socket), () => login ?? osAdminBeside(client, context), machine.virtual);
    },
    async direct(me, driver) {
      const { virtual } = await me.describe({ signal });
      const way = await alone(driver, { signal });
      return over(way, (options) => login ?? osAdmin(me.session(amthi), options), virtual);
    },
  });
}

/** The ME is opened beside the service, which hands out no secrets: AMTHI is another client of it than the one the service keeps. */
export async function osAdminBeside(client: ApiClient, { clock, host, signal }: Context): Promise<Credentials> {
  const needed = (why: string, cause?: unknown): AskError =>
    new AskError("LOGIN_NEEDED", `${why}: say --user NAME`, cause === undefined ? {} : { cause });
  const spec = parseMei((await serviceMei(client, signal)) ?? "auto");
  if (spec.kind === "virtual")
    throw needed("The account for this machine's programs cannot be read from a virtual ME inside the service");
  const me = openMe(await openAlone(spec, { clock, host, signal }), { clock });
  try {
    return await osAdmin(me.session(amthi), { signal });
  } catch (error) {
    if (codeOf(error) !== "ME_DENIED") throw error;
    throw needed("The account for this machine's programs can be read only by who may open the ME (root)", error);
  } finally {
    await me.close();
  }
}
