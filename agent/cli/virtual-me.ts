import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { allClients } from "../../mei/clients.ts";
import { didYouMean } from "../../platform/nearest.ts";
import { operatorEndpoint, placesOf } from "../../platform/paths.ts";
import { type Fault, type FaultKind, faultKinds, webFaults } from "../../virtual-me/faults.ts";
import { listMachines, serveHbm, serveVirtualDevice, serveVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { ConfigError } from "../config-error.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";

export interface VirtualOptions {
  readonly list: boolean;
  readonly machine: string | undefined;
  readonly path: string | undefined;
  /** Name of a device below /dev. */
  readonly cuse: string | undefined;
  /** Hardware end of a host's MEI bus. */
  readonly hbm: string | undefined;
  readonly faults: readonly string[];
}

/**
 * `amthi:short` or `amthi:busy:3`: client, what goes wrong, how often. `web:lost@IPS_HostBasedSetupService.AdminSetup` only there, `amthi:reset#4`
 * from the fourth request on.
 */
function parseFault(text: string): Fault {
  const [, what = "", at, from = "1"] = /^([^@#]*)(?:@([\w.]+))?(?:#([1-9]\d{0,5}))?$/.exec(text) ?? [];
  const [client = "", kind = "", times = "1"] = what.split(":");
  const clients = [...allClients.map(({ name }) => name), "web"];
  if (!clients.includes(client))
    throw new ConfigError(`--fault ${text}: no ME client "${client}"; ${didYouMean(client, clients)}`);
  if (!Object.hasOwn(faultKinds, kind))
    throw new ConfigError(`--fault ${text}: no fault "${kind}"; ${didYouMean(kind, Object.keys(faultKinds))}`);
  if (!/^[1-9]\d{0,5}$/.test(times)) throw new ConfigError(`--fault ${text}: how often must be a whole number from 1.`);
  if (client === "web" && !webFaults.includes(kind as FaultKind))
    throw new ConfigError(`--fault ${text}: the web server has no such fault; it has ${webFaults.join(", ")}.`);
  const where = { skip: Number(from) - 1, ...(at !== undefined && { at }) };
  return { client, kind: kind as FaultKind, times: Number(times), ...where };
}

/** No path, no option, and nothing that /sys or udev would take for one. */
function deviceName(name: string): string {
  if (!/^[a-z][a-z0-9_-]{0,30}$/i.test(name))
    throw new ConfigError(`--cuse ${name}: must be the name of a device below /dev, as mei0.`);
  return name;
}

/** `amt-agent virtual-me` */
export async function virtualMe(context: Context, options: VirtualOptions): Promise<Exit> {
  if (options.list) return list(context);
  const { terminal, json, clock, signal } = context;
  const { machine, path, cuse, hbm } = options;
  if (machine === undefined || [path, cuse, hbm].filter((place) => place !== undefined).length !== 1)
    throw new ConfigError(
      "virtual-me needs --machine NAME and one of --socket PATH, --cuse DEVICE and --hbm PATH, or --list.",
    );
  const faults = options.faults.map((text) => ({
    ...parseFault(text),
    onTaken: () => terminal.err(`Fault ${text} happens now.`),
  }));
  const operator = operatorPlace(context, { path, cuse, hbm });
  const ready = (where: Readonly<Record<string, string>>, place: string, mei: string): void => {
    if (json)
      return void terminal.out(JSON.stringify({ machine, ...where, operator, virtual: true, pid: process.pid }));
    terminal.out(`Virtual ME ${terminal.paint("bold", machine)} on ${place} (not this PC's firmware). Ctrl-C ends it.`);
    terminal.out(`Try: amt-agent info --mei ${mei}`);
    if (operator !== undefined)
      terminal.out(`Drive it: amt-agent virtual-me operate kvm open --socket ${operator.replace(/\.operator$/, "")}`);
  };
  const common = { machine, clock, faults, signal, ...(operator !== undefined && { operator }) };
  await withReset(context, async (resets) => {
    if (cuse !== undefined)
      await serveVirtualDevice({
        ...common,
        cuse: deviceName(cuse),
        onReady({ device, me }) {
          resets(me);
          ready({ device }, device, "linux");
        },
      });
    else if (hbm !== undefined)
      await serveHbm({
        ...common,
        hbm,
        onReady({ me }) {
          resets(me);
          ready({ hbm }, hbm, "linux");
        },
        onViolation: ({ message }) => terminal.err(`The host broke the rules of the bus; the ME resets it: ${message}`),
      });
    else if (path !== undefined)
      await serveVirtualMe({
        ...common,
        socket: path,
        onReady({ socket, me }) {
          resets(me);
          ready({ socket }, socket, `socket:${socket}`);
        },
      });
  });
  return "ok";
}

/** Where its operator gives orders: beside a socket; what is below /dev has its place in our own directory. */
function operatorPlace(
  { host, terminal }: Context,
  { path, cuse, hbm }: { path: string | undefined; cuse: string | undefined; hbm: string | undefined },
): string | undefined {
  const beside = path ?? (hbm?.startsWith("/dev/") ? undefined : hbm);
  if (beside !== undefined) return operatorEndpoint(beside);
  const directory = dirname(placesOf(host).socketToServe);
  try {
    mkdirSync(directory, { recursive: true, mode: host.uid === 0 ? 0o755 : 0o700 });
  } catch (error) {
    // Nothing needs an operator: a lab without a place for one runs all the same
    terminal.err(`Nobody can give it orders: ${(error as Error).message}`);
    return undefined;
  }
  return operatorEndpoint(join(directory, basename(cuse ?? hbm ?? "")));
}

/** ms that a reset by SIGUSR2 takes: below what the kernel's driver waits for (2 s), and long enough to be met by a program that looks for it. */
const LONG_RESET = 500;

/** SIGUSR1 resets this ME, SIGUSR2 for a while, as often as they come: what a host's driver then does can be watched. Windows has no such signals. */
async function withReset(
  { terminal }: Context,
  serve: (resets: (me: VirtualMe) => void) => Promise<void>,
): Promise<void> {
  let me: VirtualMe | undefined;
  let times = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!me) return;
    me.operator.reset({ downFor: signal === "SIGUSR2" ? LONG_RESET : 0 });
    times += 1;
    terminal.err(`The ME was reset (${times}).`);
  };
  for (const signal of ["SIGUSR1", "SIGUSR2"]) process.on(signal, onSignal);
  try {
    await serve((served) => {
      me = served;
    });
  } finally {
    for (const signal of ["SIGUSR1", "SIGUSR2"]) process.off(signal, onSignal);
  }
}

async function list({ terminal, json }: Context): Promise<Exit> {
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
