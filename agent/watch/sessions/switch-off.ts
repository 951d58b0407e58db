import type { Wsman } from "../../../mei/wsman/client.ts";
import { kvmRedirectionSap, redirectionService } from "../../../mei/wsman/resources/redirection.ts";
import type { Step, SwitchOffAnswer, SwitchStep } from "../../api/sessions.ts";
import { type Message, message } from "../../api/texts.ts";
import { ifThere } from "../../provisioning/configure/if-there.ts";
import { type Ending, endSessions } from "./end.ts";
import { refusalIn } from "./refusal.ts";

/** What of it is on; undefined: this AMT has no such thing. */
interface Doors {
  readonly redirection: "none" | "ider" | "sol" | "iderAndSol" | number | undefined;
  readonly listener: boolean | undefined;
  readonly kvm: boolean | undefined;
}
type Door = keyof Doors;

async function readDoors(wsman: Wsman, { signal }: Pick<Ending, "signal">): Promise<Doors> {
  const service = await ifThere(wsman.get(redirectionService, { signal }));
  const sap = await ifThere(wsman.get(kvmRedirectionSap, { signal }));
  return {
    redirection: service?.EnabledState,
    listener: service && service.ListenerEnabled === true,
    kvm: sap && (sap.EnabledState === "enabled" || sap.EnabledState === "enabledButOffline"),
  };
}

/** In the order of presence-posture.md 3.5. */
const doors: Readonly<
  Record<
    Door,
    {
      readonly call: string;
      readonly isOn: (now: Doors) => boolean;
      readonly shut: (wsman: Wsman, options: { signal: AbortSignal }) => Promise<unknown>;
    }
  >
> = {
  redirection: {
    call: "AMT_RedirectionService.RequestStateChange",
    isOn: ({ redirection }) => redirection !== undefined && redirection !== "none",
    shut: (wsman, options) =>
      wsman.invoke(redirectionService, "RequestStateChange", { RequestedState: "none" }, options),
  },
  listener: {
    call: "AMT_RedirectionService.ListenerEnabled",
    isOn: ({ listener }) => listener === true,
    async shut(wsman, options) {
      // Read anew: EnabledState has changed, and only a number of its own goes back
      const service = await wsman.get(redirectionService, options);
      await wsman.put(redirectionService, { ...service, ListenerEnabled: false }, options);
    },
  },
  kvm: {
    call: "CIM_KVMRedirectionSAP.RequestStateChange",
    isOn: ({ kvm }) => kvm === true,
    shut: (wsman, options) =>
      wsman.invoke(kvmRedirectionSap, "RequestStateChange", { RequestedState: "disabled" }, options),
  },
};

/** What these were, as `configure features` takes it; null: nothing was switched off. */
function wayBack(before: Doors, off: ReadonlySet<Door>): string | null {
  const { redirection } = before;
  const words = [
    ...(off.has("redirection") && (redirection === "sol" || redirection === "iderAndSol") ? ["--sol"] : []),
    ...(off.has("redirection") && (redirection === "ider" || redirection === "iderAndSol") ? ["--usbr"] : []),
    ...(off.has("kvm") ? ["--kvm"] : []),
  ];
  return words.length > 0 ? `amt-agent configure features ${words.join(" ")}` : null;
}

/**
 * Takes from AMT what remote sessions need, so that none can begin again, and ends those there are: whatever becomes of each. What AMT
 * agreed to is read back. Rejects where AMT cannot be told at all.
 */
export async function switchOffSessions(at: Ending): Promise<Omit<SwitchOffAnswer, "way">> {
  const { signal } = at;
  const wsman = await at.wsman();
  const before = await readDoors(wsman, at);
  const said = new Map<Door, Message | undefined>();
  for (const [door, { isOn, shut }] of Object.entries(doors) as [Door, (typeof doors)[Door]][])
    if (isOn(before)) said.set(door, await refusedWith(shut(wsman, { signal })));
  const after = said.size > 0 ? await readDoors(wsman, at) : before;
  const ended: Step[] = await endSessions(undefined, at);
  const off = new Set([...said.keys()].filter((door) => !doors[door].isOn(after)));
  const steps = (Object.keys(doors) as Door[]).map((door) => stepOf(door, { before, after, refusal: said.get(door) }));
  return { schema: "amt-agent.sessions-switch-off/1", steps, ended, back: wayBack(before, off) };
}

async function refusedWith(told: Promise<unknown>): Promise<Message | undefined> {
  try {
    await told;
    return undefined;
  } catch (error) {
    const refusal = refusalIn(error);
    if (!refusal) throw error;
    return refusal === "absent" ? message("end.absent", {}) : message("end.refused", { status: refusal.status });
  }
}

function stepOf(
  door: Door,
  { before, after, refusal }: { readonly before: Doors; readonly after: Doors; readonly refusal: Message | undefined },
): SwitchStep {
  const { call, isOn } = doors[door];
  const step = (outcome: SwitchStep["outcome"], what: Message): SwitchStep => ({ door, call, outcome, message: what });
  if (before[door] === undefined) return step("none", message("end.absent", {}));
  if (!isOn(before)) return step("was-off", message("switch.was-off", {}));
  if (!isOn(after)) return step("off", message("switch.off", {}));
  return step("refused", refusal ?? message("switch.not-taken", {}));
}
