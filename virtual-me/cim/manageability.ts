import type { Clock } from "../../platform/clock.ts";
import { amtTime, later, nextMessage, type World } from "../world.ts";
import { type Classes, createClasses, type Item } from "./classes.ts";
import { createContexts } from "./contexts.ts";
import { faultXml, replyXml } from "./envelope.ts";
import { CimFault } from "./fault.ts";
import { createJournal } from "./journal.ts";
import { invoke, type Operation, operations } from "./operations.ts";
import { readRequest } from "./request.ts";
import type { Call, Caller, Managed } from "./rule.ts";
import { rulesOf } from "./rules/index.ts";
import { fillStore } from "./seed/index.ts";
import { recordsOf } from "./seed/journal.ts";
import { createStore } from "./store.ts";
import { subscribe, unsubscribe } from "./subscriptions.ts";
import { classUri } from "./uris.ts";

export interface ManageabilityRequest {
  readonly body: Buffer;
  /** Who logged in; accounts and realms are those of `world.accounts`. */
  readonly user: Caller;
  readonly over: "local" | "network";
  readonly tls: boolean;
}
export interface ManageabilityAnswer {
  /** 200, or 400 with a fault. */
  readonly status: number;
  readonly body: string;
}
/** AMT's WS-Management service: what stands behind `POST /wsman`. */
export interface Manageability {
  readonly managed: Managed;
  readonly classes: Classes;
  /** Enumerations that wait for a pull. */
  readonly enumerations: number;
  answer(request: ManageabilityRequest, options: { readonly signal: AbortSignal }): Promise<ManageabilityAnswer>;
  close(): void;
}

const known = new WeakMap<World, Manageability>();

/** One per world: AMTHI and WS-Management show the same machine. */
export function createManageability({ world, clock }: { world: World; clock: Clock }): Manageability {
  const existing = known.get(world);
  if (existing) return existing;
  const now = (): Date => amtTime(world);
  const journal = createJournal(now);
  journal.preset(recordsOf[world.machine.name]?.value ?? {});
  const contexts = createContexts<Item>(clock);

  /** AMT with an owner's settings, or as it leaves the factory. Logs and clock outlive that. */
  function build(owned: boolean): { me: Managed; classes: Classes; end(): void } {
    const timers = new Set<() => void>();
    const me: Managed = {
      world,
      store: createStore(),
      journal,
      now,
      setTime(time) {
        world.clockOffset = time.getTime() - clock.now().getTime();
      },
      later(ms, what) {
        const stop = later(world, ms, () => {
          timers.delete(stop);
          what();
        });
        timers.add(stop);
        return () => {
          timers.delete(stop);
          stop();
        };
      },
      alert: (kind) => world.alerts.raise(kind),
    };
    fillStore(me, owned);
    const end = (): void => {
      for (const stop of [...timers]) stop();
    };
    return { me, classes: createClasses(me, rulesOf(me)), end };
  }
  let built = build(true);
  let ownedBefore = world.provisioning === "post";
  /** Whoever ended the ownership, and wherever: through MEI too. */
  function current(): typeof built {
    const owned = world.provisioning === "post";
    if (ownedBefore && !owned) {
      built.end();
      built = build(false);
    }
    ownedBefore = owned;
    return built;
  }

  const operationOf = (action: string, className: string): Operation => {
    const known = { ...operations, [subscribe.action]: subscribe.run, [unsubscribe.action]: unsubscribe.run }[action];
    if (known) return known;
    const prefix = `${classUri(className)}/`;
    const method = action.startsWith(prefix) ? action.slice(prefix.length) : "";
    if (!/^\w+$/.test(method)) throw new CimFault("ActionNotSupported");
    return invoke(method);
  };
  function run(
    { body, user, over, tls }: ManageabilityRequest,
    onId: (id: string) => void,
  ): (messageId: string) => string {
    const request = readRequest(body, onId);
    const call: Call = { user, over, tls };
    world.counts.add(`${request.className}.${request.action.slice(request.action.lastIndexOf("/") + 1)}`);
    const answer = operationOf(request.action, request.className)({ ...current(), contexts }, request, call);
    const { messageId: relatesTo, resourceUri } = request;
    const action = `${request.action}Response`;
    return (messageId) => replyXml({ relatesTo, messageId, action, resourceUri, body: answer });
  }
  const made: Manageability = {
    get managed() {
      return current().me;
    },
    get classes() {
      return current().classes;
    },
    get enumerations() {
      return contexts.size;
    },
    async answer(request, { signal }) {
      signal.throwIfAborted();
      const messageId = `uuid:00000000-8086-8086-8086-${nextMessage(world).toString(16).toUpperCase().padStart(12, "0")}`;
      let relatesTo = "";
      try {
        return { status: 200, body: run(request, (id) => (relatesTo = id))(messageId) };
      } catch (error) {
        if (!(error instanceof CimFault)) throw error;
        return { status: 400, body: faultXml(error, relatesTo, messageId) };
      } finally {
        world.settled();
      }
    },
    close() {
      contexts.close();
      built.end();
      known.delete(world);
    },
  };
  known.set(world, made);
  return made;
}
