import type { HelpDeskAnswer } from "../api/sessions.ts";
import { askForHelp, endHelp, helpDesk as readHelpDesk } from "../watch/sessions/help-desk.ts";
import { wlanToHost } from "../watch/sessions/wlan.ts";
import { asSystem } from "./as-system.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { withMe } from "./source.ts";
import { harmless } from "./terminal.ts";

const alone = { status: readHelpDesk, connect: askForHelp, disconnect: endHelp } as const;

/** `amt-agent help-desk status|connect|disconnect` */
export async function helpDesk(context: Context, act: keyof typeof alone): Promise<Exit> {
  const { terminal, json, signal } = context;
  const answer = await withMe(context, {
    service: (client) =>
      act === "status"
        ? client.call("GET /v1/help-desk", undefined, { signal })
        : client.callConsole(`POST /v1/help-desk/${act}`, undefined, { signal }),
    direct: (me) => alone[act](me, { signal }),
  });
  if (json) terminal.out(JSON.stringify(answer, null, 2));
  else for (const line of helpLines(answer)) terminal.out(harmless(line));
  return "ok";
}

const connections: Readonly<Record<string, string>> = {
  none: "none",
  connecting: "AMT is connecting",
  connected: "connected: this PC can be managed through it",
};
const networks: Readonly<Record<string, string>> = {
  direct: "AMT takes itself to be inside the company's network",
  vpn: "AMT takes itself to be inside the company's network, over a VPN",
  outside: "AMT takes itself to be outside the company's network",
};
const triggers: Readonly<Record<string, string>> = {
  user: "the user of this PC",
  alert: "AMT itself, because of an alert",
  provisioning: "AMT itself, to be set up",
  periodic: "AMT itself, by the clock",
};
const allowances = { true: "yes", false: "no: AMT's administrator does not allow it", null: "firmware does not say" };

function helpLines({ connection, network, trigger, server, allowed }: HelpDeskAnswer): string[] {
  const row = (label: string, value: string): string => `  ${label.padEnd(18)}${value}`;
  return [
    row("Connection", connections[connection] ?? `not known (${connection})`),
    ...(connection === "none" ? [] : [row("Asked for by", triggers[trigger] ?? `not known (${trigger})`)]),
    row("Server", server === "" ? "none" : server),
    row("Network", networks[network] ?? "AMT does not know where it is"),
    row("May be asked for", allowances[String(allowed) as keyof typeof allowances]),
  ];
}

/** `amt-agent wlan to-host` */
export async function wlanToSystem(context: Context): Promise<Exit> {
  const { terminal, json, signal } = context;
  const answer = await withMe(context, {
    service: (client) => client.callConsole("POST /v1/wlan/to-host", undefined, { signal }),
    direct: (me, driver) =>
      asSystem(context, { me, driver }, async (wsman) => {
        await wlanToHost(await wsman(), { signal });
        return { schema: "amt-agent.wlan/1", preference: "host" } as const;
      }),
  });
  terminal.out(
    json ? JSON.stringify(answer, null, 2) : "The operating system has preference on the wireless link again.",
  );
  return "ok";
}
