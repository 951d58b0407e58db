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
  const where = await reach(flags, host);
  const spec = parseMei(where.mei);
  if (where.meiFrom !== "flag") {
    const client = apiClient({ socket: where.socket, clock });
    const held = await serviceMei(client, signal);
    if (held !== undefined && (where.meiFrom === "default" || held === where.mei))
      return ways.service(client, where.socket);
  }
  const driver = await openAlone(spec, { clock, host, signal });
  const me = openMe(driver, { clock });
  try {
    return await ways.direct(me, driver);
  } finally {
    await me.close();
  }
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
