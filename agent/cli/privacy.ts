import type { Credentials } from "../../mei/http/login.ts";
import { linuxTcpOwners, noTcpOwners } from "../../platform/tcp-owner.ts";
import type { ApiClient } from "../api/client.ts";
import type { PrivacyReport } from "../api/privacy.ts";
import { serviceUidOf } from "../api/trust.ts";
import { readInfo } from "../info/read.ts";
import { readPrivacy, readPrivacyBy } from "../privacy/read.ts";
import { settingOf } from "../settings.ts";
import { type OpenedWsman, openWsman } from "../wsman/open.ts";
import { trustFrom } from "../wsman/trust.ts";
import { throughLme, throughPorts } from "../wsman/way.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { renderPrivacy } from "./render-privacy.ts";
import { withMe } from "./source.ts";
import { type LoginOptions, loginFrom } from "./wsman-login.ts";

/** `amt-agent privacy`: from the service that holds the ME, or from the ME itself. Reads only. */
export async function privacy(context: Context, options: LoginOptions): Promise<Exit> {
  const { terminal, json } = context;
  const report = await privacyOf(context, options);
  if (json) terminal.out(JSON.stringify(report, null, 2));
  else for (const line of renderPrivacy(report, terminal)) terminal.out(line);
  return "ok";
}

async function privacyOf(context: Context, options: LoginOptions): Promise<PrivacyReport> {
  const { clock, host, flags, signal } = context;
  const login = await loginFrom(options, context);
  const trust = trustFrom({ ca: await settingOf("tls.ca", flags, host), pin: await settingOf("tls.pin", flags, host) });
  const owners = host.platform === "linux" ? linuxTcpOwners() : noTcpOwners;
  return withMe(context, {
    service: (client, socket) =>
      login
        ? asUser(context, { client, socket, login, trust, owners })
        : client.call("GET /v1/privacy", undefined, { signal }),
    direct: (me, driver) =>
      readPrivacyBy(
        {
          reach: {
            me,
            clock,
            trust,
            // The certificate that the ME shows through its own device is taken for its own
            openWay: (o) => throughLme(driver, { clock, owners, mayBeTls: true, ...o }),
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
    trust,
    owners,
  }: {
    readonly client: ApiClient;
    readonly socket: string;
    readonly login: Credentials;
    readonly trust: ReturnType<typeof trustFrom>;
    readonly owners: typeof noTcpOwners;
  },
): Promise<PrivacyReport> {
  const { lms } = await client.call("GET /v1/status", undefined, { signal });
  let opened: OpenedWsman | undefined;
  try {
    return await readPrivacy(
      {
        info: () => client.call("GET /v1/info", undefined, { signal }),
        async open() {
          const way = throughPorts(lms, { clock, owners, serviceUid: serviceUidOf(socket) });
          opened = openWsman({ way, credentials: () => login, trust, clock });
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
