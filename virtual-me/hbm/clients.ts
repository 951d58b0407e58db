import { allClients, mkhi, virtualMarker, watchdog } from "../../mei/clients.ts";
import type { Machine } from "../machine.ts";

/** An ME client as the bus shows it. */
export interface BusClient {
  /** Name in `mei/clients.ts`, whose commands it answers. */
  readonly name: string;
  readonly uuid: string;
  readonly address: number;
  readonly maxMessage: number;
  readonly version: number;
  /** 0: it is not connected to. */
  readonly maxConnections: number;
  /** Its address never changes, and anybody may send to it without a connection or credit. */
  readonly fixed: boolean;
  /** All connections share one receive buffer, and so its credit. */
  readonly singleBuffer: boolean;
  readonly vtag: boolean;
  readonly notifications: boolean;
}

/** MKHI once more, without connections: where the Linux driver asks for `fw_ver` (bus-fixup.c). Recorded in golden hbm-clients-p50 and -a0e0. */
const mkhiFixed = { uuid: "55213584-9a29-4916-badf-0fb7ed682aeb", address: 7, maxMessage: 2048, version: 1 };
/**
 * The marker once more, taking virtual tags, so that they can be tried. Nothing of ours connects to it: two programs that connect to a
 * tagged client at the same time can make the kernel spin (6.1 main.c, mei_ioctl_connect_vtag waits for a state that it does not take).
 */
export const taggedMarker = { ...virtualMarker, uuid: "a317e001-a677-4a6d-8e00-766972747561" };
/** First address of clients that are connected to. Any would do: hosts take it from the enumeration. */
const FIRST = 0x20;

/**
 * The machine's clients with their addresses. Flags are guessed: no recording has them. The watchdog notifies, because `mei_wdt` does
 * not start on one that refuses (golden wd-notif).
 */
export function busClients(machine: Machine): BusClient[] {
  const fixed: BusClient = {
    name: mkhi.name,
    ...mkhiFixed,
    maxConnections: 0,
    fixed: true,
    singleBuffer: false,
    vtag: false,
    notifications: false,
  };
  const connected = Object.entries(machine.facts.clients.value).flatMap(([name, limits], index): BusClient[] => {
    const client = allClients.find((candidate) => candidate.name === name);
    if (!client) return [];
    return [
      {
        name,
        uuid: client.uuid,
        address: FIRST + index,
        ...limits,
        fixed: false,
        singleBuffer: false,
        vtag: false,
        notifications: name === watchdog.name,
      },
    ];
  });
  const marker = connected.find(({ name }) => name === virtualMarker.name);
  const tagged = marker && { ...marker, uuid: taggedMarker.uuid, address: FIRST + connected.length, vtag: true };
  return [fixed, ...connected, ...(tagged ? [tagged] : [])];
}
