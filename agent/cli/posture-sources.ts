import { amthi } from "../../mei/clients.ts";
import { codeOf } from "../../mei/errors.ts";
import type { GiveCredentials } from "../../mei/http/login.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import { linked } from "../../platform/clock.ts";
import type { ApiClient } from "../api/client.ts";
import type { Sources } from "../posture/collector.ts";
import { hostView } from "../posture/host-view.ts";
import { meSources, serviceSources } from "../posture/me-sources.ts";
import { type OpenedWsman, openWsman } from "../wsman/open.ts";
import { osAdmin } from "../wsman/os-admin.ts";
import type { Way } from "../wsman/way.ts";
import type { Context } from "./context.ts";
import { withMe } from "./source.ts";
import { osAdminBeside } from "./with-wsman.ts";
import { type LoginOptions, loginFrom } from "./wsman-login.ts";
import { wsmanWays } from "./wsman-ways.ts";

/**
 * What a report is made from: the ME through the service that holds it, else by itself; this machine's files with the caller's own rights.
 * A machine whose ME cannot be reached still has a report. The ME is not asked before somebody wants to know.
 */
export async function withSources<T>(
  context: Context,
  access: LoginOptions & { readonly root: string },
  use: (sources: Sources) => Promise<T>,
): Promise<T> {
  const { clock } = context;
  const { trust, alone, beside } = await wsmanWays(context);
  const login = await loginFrom(access, context);
  const view = hostView(access.root);
  // What is still under way when the report is done ends with it
  const life = linked([context.signal]);
  const end = new AbortController();
  const whole = linked([life.signal, end.signal]);
  const { signal } = whole;

  const over = async (me: ReturnType<typeof meSources>, way: () => Promise<Way>, ask: GiveCredentials): Promise<T> => {
    let opening: Promise<OpenedWsman> | undefined;
    const open = async (): Promise<OpenedWsman> => openWsman({ way: await way(), credentials: ask, trust, clock });
    const wsman = async (): Promise<Wsman> => {
      opening ??= open();
      return (await opening).wsman;
    };
    try {
      return await use({ ...me, host: view, clock, wsman });
    } finally {
      end.abort();
      const opened = await opening?.catch(() => undefined); // the checks say why
      await opened?.close();
    }
  };
  const service = (client: ApiClient, socket: string): Promise<T> =>
    over(
      serviceSources(client, { signal }),
      async () => beside((await client.call("GET /v1/status", undefined, { signal })).lms, socket),
      () => login ?? osAdminBeside(client, { ...context, signal }),
    );
  let reached = false;
  try {
    return await withMe(context, {
      service: (client, socket) => {
        reached = true;
        return service(client, socket);
      },
      direct: (me, driver) => {
        reached = true;
        return over(
          meSources(me, { signal }),
          () => alone(driver, { signal }),
          (options) => login ?? osAdmin(me.session(amthi), options),
        );
      },
    });
  } catch (error) {
    if (reached || !/^(ME|LOCK)_/.test(codeOf(error))) throw error;
    const refused = (): Promise<never> => Promise.reject(error);
    return await use({ host: view, clock, device: refused, firmware: refused, info: refused, wsman: refused });
  } finally {
    whole.done();
    life.done();
  }
}
