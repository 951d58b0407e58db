import { operatorEndpoint } from "../../platform/paths.ts";
import { actionTable } from "../../virtual-me/operator/actions.ts";
import { order } from "../../virtual-me/operator/client.ts";
import { findAct } from "../../virtual-me/operator/find.ts";
import type { Acted } from "../../virtual-me/operator.ts";
import { reach } from "../settings.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { harmless, type Terminal } from "./terminal.ts";

/** `amt-agent virtual-me operate` */
export async function operate(context: Context, words: readonly string[]): Promise<Exit> {
  const { terminal, json, clock, signal, flags, host } = context;
  if (words.length === 0 || (words.length === 1 && words[0] === "list")) return list(context);
  findAct(words); // what is wrong with the words can be said without a virtual ME
  const { socket } = await reach(flags, host);
  const acted = await order(operatorEndpoint(socket), words, { clock, signal });
  if (json) terminal.out(JSON.stringify(acted, null, 2));
  else for (const line of lines(acted, terminal)) terminal.out(line);
  return "ok";
}

function lines({ alerts, state }: Acted, { paint }: Terminal): string[] {
  const { consent, host } = { ...state, ...state.alerts };
  const yes = (on: boolean): string => (on ? "yes" : "no");
  const rows: readonly (readonly [string, string])[] = [
    ["machine", state.machine],
    [
      "AMT",
      !state.enabled ? "off" : state.provisioning === "post" ? `${state.controlMode} control mode` : "not set up",
    ],
    ["power", state.power],
    ["KVM", state.kvm],
    ["SOL", state.sol],
    ["USB-R", state.usbr],
    ["consent", `${consent.state}, needed ${consent.needed}`],
    ...(consent.code === null ? [] : [["on the screen", consent.code] as const]),
    ["System Defense", yes(state.systemDefense)],
    ["tunnel", state.tunnel],
  ];
  const told =
    alerts.length === 0
      ? []
      : [
          `AMT tells the host: ${harmless(alerts.join(", "))}${host ? "" : " (lost: no host listens to this ME's alerts)"}`,
        ];
  return [
    ...told,
    ...rows.map(([name, value]) => `${name.padEnd(16)}${paint(value === "open" ? "orange" : "bold", harmless(value))}`),
  ];
}

function list({ terminal, json }: Context): Exit {
  if (json) {
    const rows = Object.entries(actionTable).map(([action, { title, verbs, value }]) => ({
      action,
      title,
      ...(value && { value: { name: value.name, title: value.title } }),
      verbs: Object.entries(verbs)
        .filter(([name]) => name !== value?.verb)
        .map(([name, verb]) => ({ name, ...verb })),
    }));
    terminal.out(JSON.stringify(rows, null, 2));
    return "ok";
  }
  for (const [action, { title, verbs, value }] of Object.entries(actionTable)) {
    terminal.out(`${terminal.paint("bold", action)}  ${title}`);
    for (const [name, verb] of Object.entries(verbs))
      terminal.out(`  ${(name === value?.verb ? value.name : name).padEnd(16)}${verb.title}`);
  }
  return "ok";
}
