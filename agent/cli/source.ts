import { codeOf } from "../../mei/errors.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { type ApiClient, apiClient } from "../api/client.ts";
import { type Me, openMe } from "../me.ts";
import { parseMei } from "../mei-spec.ts";
import { reach } from "../settings.ts";
import type { Context } from "./context.ts";
import { openAlone } from "./open-driver.ts";

/**
 * One owner: the service that holds this machine's ME is asked; without one the command opens the driver itself. `--mei`
 * on the command line always opens directly.
 */
export async function withMe<T>(
  context: Context,
  ways: { service(client: ApiClient, socket: string): Promise<T>; direct(me: Me, driver: MeiDriver): Promise<T> },
): Promise<T> {
  const { host, clock, signal, flags } = context;
  return await withServiceElse(context, ways.service, async () => {
    const spec = parseMei((await reach(flags, host)).mei);
    const driver = await openAlone(spec, { clock, host, signal });
    const me = openMe(driver, { clock });
    try {
      return await ways.direct(me, driver);
    } finally {
      await me.close();
    }
  });
}

/** The service where it holds the ME that this command is about. */
export async function withServiceElse<T>(
  { host, clock, signal, flags }: Context,
  service: (client: ApiClient, socket: string) => Promise<T>,
  otherwise: () => Promise<T>,
): Promise<T> {
  const { mei, meiFrom, socket } = await reach(flags, host);
  if (meiFrom === "flag") return await otherwise();
  const client = apiClient({ socket, clock });
  const held = await serviceMei(client, signal);
  const isIts = held !== undefined && (meiFrom === "default" || held === mei);
  return isIts ? await service(client, socket) : await otherwise();
}

/** What the running service was told to hold; undefined where none runs. */
export async function serviceMei(client: ApiClient, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { mei } = await client.call("GET /v1/version", undefined, { signal });
    return mei;
  } catch (error) {
    if (codeOf(error) === "API_UNREACHABLE") return undefined;
    throw error;
  }
}
