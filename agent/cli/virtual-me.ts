import { parseFault } from "../../virtual-me/faults.ts";
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

/** `amt-agent virtual-me` */
export async function virtualMe(
  { terminal, json, clock, signal }: Context,
  { list, machine, path, faults }: VirtualOptions,
): Promise<Exit> {
  if (list) {
    const machines = listMachines();
    if (json) terminal.out(JSON.stringify(machines, null, 2));
    else {
      const width = Math.max(...machines.map(({ name }) => name.length)) + 2;
      for (const { name, version, mode, description } of machines)
        terminal.out(
          `${terminal.paint("bold", name.padEnd(width))}${version.padEnd(16)}${mode.padEnd(10)}${description}`,
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
