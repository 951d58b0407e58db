import type { Credentials } from "../../mei/http/login.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import { callMei } from "../mei-call.ts";
import { adminLogin } from "../provisioning/configure/admin-login.ts";
import type { Reach } from "../provisioning/configure/subject.ts";
import type { Result } from "../provisioning/progress.ts";
import type { Intent } from "../provisioning/wish.ts";
import { type OpenedWsman, openWsman } from "../wsman/open.ts";
import type { Way } from "../wsman/way.ts";
import type { Context } from "./context.ts";
import { progressTo } from "./render-progress.ts";
import { withMe } from "./source.ts";
import { wsmanWays } from "./wsman-ways.ts";

export interface ReachWith {
  readonly reach: Reach;
  readonly virtual: boolean;
  /** Sets AMT up, before the first question to its web services. */
  readonly operate: (intent: Intent, options: { readonly dryRun: boolean }) => Promise<Result>;
}

/**
 * One session with this machine's AMT for everything that a command configures: through the service that runs, else of its own. The web
 * services are opened when they are first needed: not at all for what the ME itself is told.
 */
export async function withReach<T>(
  context: Context,
  credentials: Credentials,
  use: (opened: ReachWith) => Promise<T>,
): Promise<T> {
  const { clock, signal } = context;
  const { trust, alone, beside } = await wsmanWays(context);
  const login = adminLogin(credentials.user, credentials.password);
  // With --json there is one document, at the end
  const onProgress = context.json ? () => {} : progressTo(context);
  const over = async (
    way: () => Promise<Way>,
    ask: Reach["callMei"],
    more: Pick<ReachWith, "virtual" | "operate">,
  ): Promise<T> => {
    let opening: Promise<OpenedWsman> | undefined;
    const open = async (): Promise<OpenedWsman> =>
      openWsman({ way: await way(), credentials: () => login, trust, clock });
    const wsman = lazily(async () => {
      opening ??= open();
      return (await opening).wsman;
    });
    try {
      return await use({ reach: { wsman, callMei: ask, login, clock, signal }, ...more });
    } finally {
      const opened = await opening?.catch(() => undefined); // whoever needed it was told
      await opened?.close();
    }
  };
  return withMe(context, {
    async service(client, socket) {
      const { machine } = await client.call("GET /v1/status", undefined, { signal });
      const ports = async (): Promise<Way> =>
        beside((await client.call("GET /v1/status", undefined, { signal })).lms, socket);
      const ask: Reach["callMei"] = async (command, input) =>
        (await client.callAdmin("POST /v1/mei/call", { command, input: { ...input }, confirmed: true }, { signal }))
          .reply;
      const operate: ReachWith["operate"] = async (intent, { dryRun }) =>
        (await import("./provisioning-remote.ts")).operateRemotely(context, client, intent, { dryRun, onProgress });
      return over(ports, ask, { virtual: machine.virtual, operate });
    },
    async direct(me, driver) {
      const { virtual } = await me.describe({ signal });
      const ask: Reach["callMei"] = async (name, input) =>
        (await callMei(me, { name, input: { document: { ...input }, pairs: [] }, confirmed: true }, { signal })).reply;
      const operate: ReachWith["operate"] = async (intent, { dryRun }) =>
        (await import("./provisioning.ts")).operateAlone(context, me, driver, intent, { dryRun, onProgress });
      return over(() => alone(driver, { signal }), ask, { virtual, operate });
    },
  });
}

/** Opened at its first question. */
const lazily = (open: () => Promise<Wsman>): Wsman => ({
  get: async (of, call) => (await open()).get(of, call),
  enumerate: async (of, call) => (await open()).enumerate(of, call),
  put: async (of, value, call) => (await open()).put(of, value, call),
  create: async (of, value, call) => (await open()).create(of, value, call),
  delete: async (of, call) => (await open()).delete(of, call),
  invoke: async (of, method, input, call) => (await open()).invoke(of, method, input, call),
  subscribe: async (of, url, call) => (await open()).subscribe(of, url, call),
  unsubscribe: async (of, call) => (await open()).unsubscribe(of, call),
});
