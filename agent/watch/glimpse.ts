import { getRemoteAccessStatus } from "../../mei/amthi/access.ts";
import { getControlMode, getProvisioningState } from "../../mei/amthi/provisioning.ts";
import { getFeaturesState } from "../../mei/amthi/state.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sessions, Snapshot } from "../api/snapshot.ts";
import { openSessions } from "../info/read-amt.ts";
import { type Reader, reader } from "../info/reader.ts";
import type { Me } from "../me.ts";
import type { Observation } from "../state.ts";
import type { Question } from "./cadence.ts";
import { conditionFor, defenseIn, readSwitch, tunnelIn, webUiIn } from "./look.ts";
import type { Words } from "./sessions/ledger.ts";
import { wordsOfSessions } from "./sessions/live.ts";

/** What one answer says that the snapshot before did not. */
interface Part {
  readonly amt?: Partial<Snapshot["amt"]>;
  readonly sessions?: Partial<Sessions>;
  readonly words?: Words;
  readonly server?: string | null;
}
type Ask = (r: Reader) => Promise<Part | undefined>;

const known = (part: Partial<Sessions>): Partial<Sessions> =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null));
const asks: Readonly<Record<Question, Ask>> = {
  async kvm(r) {
    const reply = await r.ask([], getFeaturesState, { feature: "kvm" });
    return reply && { sessions: known(openSessions(undefined, reply)) };
  },
  async redirection(r) {
    const reply = await r.ask([], getFeaturesState, { feature: "redirection" });
    return reply && { sessions: known(openSessions(reply, undefined)) };
  },
  async cira(r) {
    const reply = await r.ask([], getRemoteAccessStatus, {});
    const { cira, server } = tunnelIn(reply);
    return reply && { words: { cira }, server };
  },
  async systemDefense(r) {
    const reply = await r.ask([], getFeaturesState, { feature: "systemDefense" });
    return reply && { words: { "system-defense": defenseIn(reply) } };
  },
  async webUi(r) {
    const reply = await r.ask([], getFeaturesState, { feature: "webUi" });
    return reply && { words: { "web-ui": webUiIn(reply) } };
  },
  async provisioning(r) {
    const reply = await r.ask([], getProvisioningState, {});
    return reply && { amt: { provisioningState: String(reply.state) } };
  },
  async controlMode(r) {
    const reply = await r.ask([], getControlMode, {});
    return reply && { amt: { controlMode: String(reply.mode) } };
  },
  operational: async (r) => ({ amt: { operational: await readSwitch(r) } }),
};

/**
 * Asks only this, and takes the rest as the snapshot before has it. undefined: something is not as it was, and a whole look must say what.
 * Never rejects but on abort.
 */
export async function glimpse(
  me: Me,
  questions: readonly Question[],
  { before, order, clock, signal }: { before: Snapshot; order: number; clock: Clock; signal: AbortSignal },
): Promise<Observation | undefined> {
  try {
    const r = reader(me, { signal });
    const parts: Part[] = [];
    for (const question of questions) {
      const part = await asks[question](r);
      // Firmware that never answers one question answers it in no look either
      if (part) parts.push(part);
      else if (r.noAmt) return undefined;
    }
    const changed = parts.flatMap(({ amt }) => Object.entries(amt ?? {}));
    if (changed.some(([name, value]) => value !== before.amt[name as keyof Snapshot["amt"]])) return undefined;
    const sessions: Partial<Sessions> = Object.assign({}, ...parts.map((part) => part.sessions));
    const server = parts.find((part) => part.server !== undefined)?.server;
    return {
      kind: "answered",
      at: clock.now(),
      machine: before.machine,
      amtPresent: true,
      amt: before.amt,
      sessions: { ...before.sessions, ...sessions },
      words: Object.assign({}, wordsOfAsked(sessions), ...parts.map((part) => part.words)),
      order,
      ...(server !== undefined && { server }),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "failed", at: clock.now(), seen: conditionFor(error, me.driver), error };
  }
}

function wordsOfAsked(sessions: Partial<Sessions>): Words {
  const all = wordsOfSessions({ kvm: null, consentPending: null, sol: null, storage: null, ...sessions });
  return Object.fromEntries(Object.entries(all).filter(([, word]) => word !== null));
}
