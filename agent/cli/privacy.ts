import type { Credentials } from "../../mei/http/login.ts";
import type { ApiClient } from "../api/client.ts";
import type { PrivacyReport } from "../api/privacy.ts";
import { readInfo } from "../info/read.ts";
import { readPrivacy, readPrivacyBy } from "../privacy/read.ts";
import { type OpenedWsman, openWsman } from "../wsman/open.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { renderPrivacy } from "./render-privacy.ts";
import { withMe } from "./source.ts";
import { type LoginOptions, loginFrom } from "./wsman-login.ts";
import { type WsmanWays, wsmanWays } from "./wsman-ways.ts";

/** `amt-agent privacy`: from the service that holds the ME, or from the ME itself. Reads only. */
export async function privacy(context: Context, options: LoginOptions): Promise<Exit> {
  const { terminal, json } = context;
  const report = await privacyOf(context, options);
  if (json) terminal.out(JSON.stringify(report, null, 2));
  else for (const line of renderPrivacy(report, terminal)) terminal.out(line);
  return "ok";
}

async function privacyOf(context: Context, options: LoginOptions): Promise<PrivacyReport> {
  const { clock, signal } = context;
  const login = await loginFrom(options, context);
  const ways = await wsmanWays(context);
  const { trust } = ways;
  return withMe(context, {
    service: (client, socket) =>
      login ? asUser(context, { client, socket, login, ways }) : client.call("GET /v1/privacy", undefined, { signal }),
    direct: (me, driver) =>
      readPrivacyBy(
        {
          reach: {
            me,
            clock,
            trust,
            // The certificate that the ME shows through its own device is taken for its own
            openWay: (o) => ways.alone(driver, { ...o, mayBeTls: true }),
          },
          login,
          info: () => readInfo(me, { signal }),
          service: false,
        },
        { signal },
      ),
  });
}

/** With a login of the person's own, which the service never gets: over the ports that it offers. */
async function asUser(
  { clock, signal }: Context,
  {
    client,
    socket,
    login,
    ways,
  }: {
    readonly client: ApiClient;
    readonly socket: string;
    readonly login: Credentials;
    readonly ways: WsmanWays;
  },
): Promise<PrivacyReport> {
  const { lms } = await client.call("GET /v1/status", undefined, { signal });
  let opened: OpenedWsman | undefined;
  try {
    return await readPrivacy(
      {
        info: () => client.call("GET /v1/info", undefined, { signal }),
        async open() {
          const way = ways.beside(lms, socket);
          opened = openWsman({ way, credentials: () => login, trust: ways.trust, clock });
          return opened.wsman;
        },
        service: true,
        clock,
      },
      { signal },
    );
  } finally {
    await opened?.close();
  }
}
