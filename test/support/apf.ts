import { ApfError } from "../../mei/apf/errors.ts";
import { type HostSessionOptions, hostSession } from "../../mei/apf/host-session.ts";
import type { Action, Command, SessionMachine } from "../../mei/apf/machine.ts";
import { type ApfMessage, decodeApf, encodeApf } from "../../mei/apf/messages.ts";
import { type FirmwareSessionOptions, firmwareSession } from "../../virtual-me/lme/firmware-session.ts";

/** A host's session machine with what it said and what it wants done apart, as a test writes them. */
export interface Told {
  readonly said: ApfMessage[];
  readonly wants: Exclude<Action, { do: "send" }>[];
}
export const told = (actions: readonly Action[]): Told => ({
  said: actions.flatMap((action) => (action.do === "send" ? [action.message] : [])),
  wants: actions.filter((action) => action.do !== "send"),
});

export interface Driven {
  readonly machine: SessionMachine;
  hear(message: ApfMessage): Told;
  /** Bytes as they come, through the decoder. */
  hearBytes(bytes: Buffer): Told;
  do(command: Command): Told;
}
export function driven(machine: SessionMachine): Driven {
  return {
    machine,
    hear: (message) => told(machine.receive(decodeApf(encodeApf(message)))),
    hearBytes: (bytes) => told(hearing(machine, bytes)),
    do: (command) => told(machine.command(command)),
  };
}
function hearing(machine: SessionMachine, bytes: Buffer): Action[] {
  let message: ApfMessage;
  try {
    message = decodeApf(bytes);
  } catch (error) {
    if (error instanceof ApfError) return machine.command({ do: "malformed", error });
    throw error;
  }
  return machine.receive(message);
}

export const version: ApfMessage = {
  type: "protocolVersion",
  major: 1,
  minor: 0,
  trigger: "lme",
  uuid: Buffer.alloc(16),
};
export const forward = (port: number, address = ""): ApfMessage => ({
  type: "globalRequest",
  request: { name: "tcpip-forward", wantReply: true, address, port },
});
export const from = { originAddress: "127.0.0.1", originPort: 40_000 };
export const toPort = (targetPort: number) => ({ targetAddress: "127.0.0.1", targetPort, ...from });

/** A host whose ME has said its version and asked for these ports. */
export function readyHost(ports: readonly number[] = [16992], options: HostSessionOptions = {}): Driven {
  const host = driven(hostSession(options));
  host.do({ do: "start" });
  host.hear(version);
  host.hear({ type: "serviceRequest", service: "pfwd@amt.intel.com" });
  for (const port of ports) {
    const { wants } = host.hear(forward(port));
    for (const want of wants)
      if (want.do === "forward") host.do({ do: "answer", request: want.request, accepted: true });
  }
  return host;
}
/** A host with one open channel: our number, whose number at the ME is `remote`. */
export function openHost({
  credit = 4_096,
  remote = 3,
  ...options
}: HostSessionOptions & { credit?: number; remote?: number } = {}): Driven & { channel: number } {
  const host = readyHost([16992], options);
  const channel = host.machine.nextChannel() ?? -1;
  host.do({ do: "open", channel, ends: toPort(16992) });
  host.hear({ type: "channelOpenConfirmation", recipient: channel, sender: remote, window: credit, most: 0xffff_ffff });
  return { ...host, channel };
}

export const firmwareOptions: FirmwareSessionOptions = {
  uuid: Buffer.alloc(16, 7),
  forwards: [{ address: "", port: 16992 }],
  window: 4_096,
  slots: 8,
  authenticates: false,
};
export const newFirmware = (options: Partial<FirmwareSessionOptions> = {}): Driven =>
  driven(firmwareSession({ ...firmwareOptions, ...options }));
