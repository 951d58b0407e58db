import { allClients, lme as lmeClient } from "../mei/clients.ts";
import type { Answer } from "../mei/command.ts";
import { MeiError } from "../mei/errors.ts";
import type { DeviceFacts } from "../mei/port.ts";
import type { Clock } from "../platform/clock.ts";
import { deliverAlerts } from "./alerts/delivery.ts";
import type { Counts } from "./counts.ts";
import { type Fault, type Faults, faults as newFaults } from "./faults.ts";
import { answersOf } from "./hosts/index.ts";
import { knows } from "./knows.ts";
import { exchange, type Host, type Link } from "./link.ts";
import { type Lme, lmeHost } from "./lme/lme.ts";
import type { Machine } from "./machine.ts";
import { type Operator, operatorOf } from "./operator.ts";
import { amtPorts } from "./rules/ports.ts";
import { abandonSetup } from "./rules/setup.ts";
import { webDoor } from "./web/door.ts";
import type { LocalWeb } from "./web/local.ts";
import { createWorld, endSessions, type World } from "./world.ts";

/** Firmware that is not there: one world, and the ME clients through which a host reaches it. */
export interface VirtualMe {
  readonly machine: Machine;
  readonly world: World;
  readonly faults: Faults;
  /** What has arrived, and how often. */
  readonly counts: Counts;
  readonly operator: Operator;
  /** What is behind its local ports. */
  readonly lme: Lme;
  /** Its web services: what stands behind the local ports, and would behind those of the network. */
  web(): Promise<LocalWeb>;
  /**
   * One connection to the client of this UUID; `holder` says whose it is, for whoever comes second. Throws MeiError: ME_NO_CLIENT,
   * ME_BUSY when all of the client's connections are taken, wherever they come from, ME_GONE while the ME is down.
   */
  connect(uuid: string, holder: string, host: Host): Link;
  describe(): Omit<DeviceFacts, "device">;
  /** Calls after each reset, when every connection is gone: for ends that the host also reaches without one. Returns how to stop that. */
  onReset(listener: (downFor: number) => void): () => void;
  /** Connections that are open. */
  readonly open: number;
  /** Ends every connection and stops time. */
  close(): void;
}
export interface VirtualMeOptions {
  readonly clock: Clock;
  readonly faults?: readonly Fault[];
  /** Where random bytes come from: the password of the local account, the hashes of certificates. */
  readonly random?: (size: number) => Buffer;
  /** Told when a service of the virtual ME breaks; otherwise the process warns of it. */
  readonly onFailure?: (error: unknown) => void;
}
const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error));

interface Held extends Link {
  readonly holder: string;
  gone(): void;
}

export function virtualMe(
  machine: Machine,
  { clock, faults: given, random, onFailure = warn }: VirtualMeOptions,
): VirtualMe {
  const world = createWorld(machine, { clock, ...(random && { random }) });
  const faults = newFaults(given);
  const answers: readonly Answer[] = answersOf(world).filter(({ command }) => knows(machine, command));
  const lme = lmeHost(world, faults);
  const web = webDoor({ world, onFailure, faults, reset: () => reset(0) });
  for (const port of machine.facts.lme.value.ports) lme.services.set(port, web.service(port));
  for (const port of amtPorts) lme.settingsPorts.set(port, web.service(port));
  const delivery = deliverAlerts({ alerts: world.alerts, lme, clock });
  const operator = operatorOf({ world, web, lme, delivery, reset });
  const held = new Set<Held>();
  const resetListeners = new Set<(downFor: number) => void>();
  let down = false;

  const endAll = (): void => {
    for (const stop of [...world.timers]) stop();
    for (const link of [...held]) link.gone();
  };
  function reset(downFor: number): void {
    world.lastMeReset = "me";
    world.resets += 1;
    endSessions(world); // guessed: their TCP connections end in the ME
    abandonSetup(world); // guessed: what was not committed does not survive
    world.watchdog.running = false;
    if (world.connection === "connecting") world.connection = "none";
    endAll();
    web.reset();
    for (const begin of world.afterReset.values()) begin();
    if (downFor > 0) {
      down = true;
      // Not one of the world's timers: a second reset does not keep it down for ever.
      clock.after(
        downFor,
        () => {
          down = false;
        },
        { background: true },
      );
    }
    for (const listener of [...resetListeners]) listener(downFor);
  }

  return {
    machine,
    world,
    faults,
    counts: world.counts,
    operator,
    lme,
    web: web.open,
    connect(uuid, holder, host) {
      if (down) throw new MeiError("ME_GONE", "the ME is being reset: try again in a moment");
      const client = allClients.find((candidate) => candidate.uuid === uuid.toLowerCase());
      const limits = client && machine.facts.clients.value[client.name];
      if (!client || !limits)
        throw new MeiError(
          "ME_NO_CLIENT",
          `${client?.title ?? uuid}: this ME (${machine.name}, virtual) has no such client`,
        );
      const fault = faults.take(client.name, "connect");
      const others = [...held].filter((link) => link.client === client.name);
      if (fault || others.length >= limits.maxConnections) {
        const by = fault ? (fault.holder ?? "another program") : others.map((link) => link.holder).join(", ");
        throw new MeiError("ME_BUSY", `${client.title}: in use by ${by}; close it, or try again later`, { holder: by });
      }
      let isOpen = true;
      const end = (): boolean => {
        const was = isOpen;
        isOpen = false;
        held.delete(link);
        ends.close();
        return was;
      };
      const link: Held = {
        client: client.name,
        maxMessage: limits.maxMessage,
        version: limits.version,
        holder,
        send(request) {
          if (isOpen) ends.send(request);
        },
        close: () => void end(),
        gone() {
          if (end()) host.gone();
        },
      };
      const { maxMessage } = limits;
      const parts = { world, faults, answers, host, reset: () => reset(0), isOpen: () => isOpen };
      const ends: Pick<Link, "send" | "close"> =
        client.name === lmeClient.name
          ? lme.attach({ host, maxMessage, reset: parts.reset, drop: link.gone })
          : { send: exchange(client.name, parts), close() {} };
      held.add(link);
      return link;
    },
    describe: () => ({
      virtual: true,
      machine: machine.name,
      firmwareStatus: machine.facts.firmwareStatus.value,
      firmwareVersions: machine.facts.firmware.value.map((version) => `0:${version.join(".")}`),
      state: down ? "RESETTING" : "ENABLED",
    }),
    onReset(listener) {
      resetListeners.add(listener);
      return () => void resetListeners.delete(listener);
    },
    get open() {
      return held.size;
    },
    close() {
      endAll();
      delivery.close();
      web.close();
    },
  };
}
