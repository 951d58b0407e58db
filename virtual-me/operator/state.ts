import { spriteOf } from "../cim/rules/consent.ts";
import { powerState } from "../cim/rules/power.ts";
import { numberOf } from "../cim/value.ts";
import type { Desk } from "./desk.ts";

/** How things are, for the operator's eyes: what a console knows, and what stands on the virtual PC's screen. */
export interface OperatorState {
  readonly machine: string;
  readonly enabled: boolean;
  readonly provisioning: "pre" | "in" | "post";
  readonly controlMode: "none" | "client" | "admin";
  readonly power: string;
  readonly kvm: "off" | "closed" | "waits for consent" | "open";
  readonly sol: "off" | "closed" | "open";
  readonly usbr: "off" | "closed" | "open";
  readonly consent: {
    readonly needed: "never" | "kvm" | "always";
    readonly state: string;
    /** The six digits on the screen, which only the person in front of it can see. */
    readonly code: string | null;
  };
  readonly systemDefense: boolean;
  readonly tunnel: "none" | "connecting" | "connected";
  /** Alerts reach the host through its session with LME; without one they are lost. */
  readonly alerts: { readonly host: boolean; readonly taken: number; readonly waiting: number; readonly lost: number };
  /** What has arrived since the start, and how often (counts.ts). */
  readonly counts: Readonly<Record<string, number>>;
}

const powers: Readonly<Record<number, string>> = { 2: "on", 4: "sleeping", 7: "hibernating", 8: "off" };
const consents = ["not asked for", "asked for", "code on the screen", "given", "given, in session"];

export function stateOf(desk: Desk): Omit<OperatorState, "alerts" | "counts"> {
  const { world, me } = desk;
  const { features, kvm, sol, ider } = world;
  const optIn = desk.get("IPS_OptInService");
  const needed = numberOf(optIn.OptInRequired);
  const session = (on: boolean, open: boolean) => (open ? "open" : on ? "closed" : "off");
  return {
    machine: world.machine.name,
    enabled: world.enabled,
    provisioning: world.provisioning,
    controlMode: world.controlMode,
    power: powers[powerState(me)] ?? "unknown",
    kvm: desk.kvmWaits ? "waits for consent" : session(features.kvm, kvm),
    sol: session(features.sol, sol),
    usbr: session(features.ider, ider),
    consent: {
      needed: needed === 0 ? "never" : needed === 1 ? "kvm" : "always",
      state: consents[numberOf(optIn.OptInState)] ?? "unknown",
      code: spriteOf(me).code ?? null,
    },
    systemDefense: world.systemDefense,
    tunnel: world.connection,
  };
}
