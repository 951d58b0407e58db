import { allClients } from "../../mei/clients.ts";
import { didYouMean } from "../../platform/nearest.ts";
import { type Fault, type FaultKind, faultKinds } from "../../virtual-me/faults.ts";
import { listMachines, serveVirtualMe } from "../../virtual-me/main.ts";
import { ConfigError } from "../config-error.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";

export interface VirtualOptions {
  readonly list: boolean;
  readonly machine: string | undefined;
  readonly path: string | undefined;
  readonly faults: readonly string[];
}

/** `amthi:short` or `amthi:busy:3`: client, what goes wrong, how often. */
function parseFault(text: string): Fault {
  const [client = "", kind = "", times = "1"] = text.split(":");
  const clients = allClients.map(({ name }) => name);
  if (!clients.includes(client))
    throw new ConfigError(`--fault ${text}: no ME client "${client}"; ${didYouMean(client, clients)}`);
  if (!Object.hasOwn(faultKinds, kind))
    throw new ConfigError(`--fault ${text}: no fault "${kind}"; ${didYouMean(kind, Object.keys(faultKinds))}`);
  if (!/^[1-9]\d{0,5}$/.test(times)) throw new ConfigError(`--fault ${text}: how often must be a whole number from 1.`);
  return { client, kind: kind as FaultKind, times: Number(times) };
}

/** `amt-agent virtual-me` */
export async function virtualMe(
  { terminal, json, clock, signal }: Context,
  { list, machine, path, faults }: VirtualOptions,
): Promise<Exit> {
  if (list) {
    const machines = await listMachines();
    if (json) terminal.out(JSON.stringify(machines, null, 2));
    else {
      const width = Math.max(...machines.map(({ name }) => name.length)) + 2;
      for (const { name, version, mode, description } of machines)
        terminal.out(
          `${terminal.paint("bold", name.padEnd(width))}${version.padEnd(16)}${mode.padEnd(16)}${description}`,
        );
    }
    return "ok";
  }
  if (machine === undefined || path === undefined)
    throw new ConfigError("virtual-me needs --machine NAME and --socket PATH, or --list.");
  await serveVirtualMe({
    machine,
    socket: path,
    clock,
    faults: faults.map(parseFault),
    signal,
    onReady: () => {
      const facts = { machine, socket: path, virtual: true, pid: process.pid };
      if (json) terminal.out(JSON.stringify(facts));
      else {
        terminal.out(
          `Virtual ME ${terminal.paint("bold", machine)} on ${path} (not this PC's firmware). Ctrl-C ends it.`,
        );
        terminal.out(`Try: amt-agent info --mei socket:${path}`);
      }
    },
  });
  return "ok";
}
