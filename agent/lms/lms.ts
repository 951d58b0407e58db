import type { Duplex } from "node:stream";
import type { MeiDriver } from "../../mei/port.ts";
import { type Alert, alertKey } from "../../mei/wsman/alert.ts";
import { type Clock, deadline } from "../../platform/clock.ts";
import type { TcpOwners } from "../../platform/tcp-owner.ts";
import type { Logger } from "../log.ts";
import { takeAlert } from "./alert-post.ts";
import { becoming as newBecoming } from "./becoming.ts";
import { LmsError } from "./errors.ts";
import { isOwnAddress, openGuests } from "./guests.ts";
import { type LinkState, openLink } from "./link.ts";
import { loginGuard } from "./logins.ts";
import { connectOut } from "./outward.ts";
import { ASKING, ownAccess } from "./own-access.ts";
import { openPorts, type PortView, type Reach } from "./ports.ts";
import { slots as newSlots } from "./slots.ts";

/** What is to be seen of it from outside. */
export interface LmsView {
  readonly state: LinkState["kind"];
  /** Who holds LME instead of us. */
  readonly holder: string | null;
  /** Why it fails. */
  readonly code: string | null;
  readonly ports: readonly PortView[];
  /** Alerts since the service started. */
  readonly alerts: number;
}

/** The Local Manageability Service: AMT's ports for the programs of this machine, AMT's alerts for us. */
export interface Lms {
  view(): LmsView;
  /** Called with every new view. The returned function ends it. */
  listen(listener: (view: LmsView) => void): () => void;
  /** Called with every alert. The returned function ends it. */
  onAlert(listener: (alert: Alert) => void): () => void;
  /** Called where one came that could not be read. The returned function ends it. */
  onLostAlert(listener: (error: unknown) => void): () => void;
  /**
   * A fresh connection to AMT's port, for ourselves: before everybody else's, through the ports of whoever holds LME instead. Waits for
   * the session. Rejects LMS_ABSENT, LMS_FAILING, LMS_HELD, LMS_UNTRUSTED, LMS_NO_PORT, APF_REFUSED, or the signal's reason.
   */
  connectAmt(port: number, options: { signal: AbortSignal }): Promise<Duplex>;
  /** Which of these ports AMT has open; the first of them. Waits for the session, rejects as `connectAmt`. */
  firstPort(ports: readonly number[], options: { signal: AbortSignal }): Promise<number>;
  /** Settles when the first session, or what keeps it from being, is known, and its ports are open or not; at the latest after `limit` ms. */
  settled(options: { limit: number; signal: AbortSignal }): Promise<void>;
  /** Connections of other programs. */
  readonly guests: number;
  /** As `Me.rest` and `Me.wake`. */
  rest(options: { limit: number }): Promise<void>;
  wake(): void;
  /** The ME has just answered something else: what waits because it was gone is tried now. */
  hurry(): void;
  close(): Promise<void>;
}

export interface LmsOptions {
  readonly driver: MeiDriver;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reach: Reach;
  /** Targets that firmware may connect to, `host:port`. */
  readonly targets: ReadonlySet<string>;
  readonly owners: TcpOwners;
  /** The local port for one of AMT's; 0: any. */
  readonly place?: (port: number) => number;
  /** Where another program that holds LME offers one of AMT's ports. */
  readonly placeOfOther?: (port: number) => number;
}

/** Below this a port belongs to the system: firmware gets only those of its own there (lms.md 1.5). */
const PRIVILEGED = 1_024;
const AMT_PRIVILEGED = [623, 664];
/** ms after the end of a session until its ports are closed: a reset is over sooner, and clients wait meanwhile. */
const GRACE = 15_000;
/** The tunnel for remote hosts (lms.md 1.5): we never let anybody in from outside. */
const REMOTE = ["0.0.0.0", "::"];

export function openLms(options: LmsOptions): Lms {
  const { driver, clock, log, reach, targets, owners, place = same, placeOfOther = same } = options;
  const life = new AbortController();
  const listeners = new Set<(view: LmsView) => void>();
  const alertListeners = new Set<(alert: Alert) => void>();
  const lostListeners = new Set<(error: unknown) => void>();
  const reading = new Set<Promise<void>>();
  const becoming = newBecoming(life.signal);
  let alerts = 0;
  let shown = "";
  let inGrace = false;
  let stopGrace = (): void => {};

  const slots = newSlots({ clock, session: () => link.session });
  const logins = loginGuard({
    clock,
    rootUser: "uid 0",
    onRefused: (user, wait) => log.warn("AMT logins are refused before AMT locks everybody out", { user, wait }),
  });
  const guests = openGuests({
    slots,
    logins,
    owners,
    clock,
    onTurnedAway: (why, { port, user }) => log.info("a connection to AMT was turned away", { why, port, user }),
  });
  const ports = openPorts({
    reach,
    place,
    clock,
    onConnection(socket, port) {
      if (reach !== "host" || isOwnAddress(socket.remoteAddress ?? "")) return guests.take(socket, port);
      log.info("a connection from another machine was turned away", { port });
      socket.destroy();
    },
    onChange: () => changed(),
    onProblem: (port, error) => log.info(`AMT's port ${port} cannot be offered here`, { port, error }),
  });
  const link = openLink({
    driver,
    clock,
    onState(state) {
      log.info("local manageability", state);
      if (state.kind === "held" || state.kind === "absent") closeAll(new Set());
      changed();
    },
    onChange() {
      follow();
      slots.look();
      changed();
    },
    onFree() {
      slots.look();
      becoming.changed();
    },
    onForward({ address, port }) {
      const refused = REMOTE.includes(address) || (port < PRIVILEGED && !AMT_PRIVILEGED.includes(port));
      if (refused) log.warn("the firmware asked for a port that it does not get", { address, port });
      return !refused;
    },
    onUnforward({ port }) {
      if (!granted().has(port)) ports.set(new Set(ports.views.map((one) => one.port).filter((one) => one !== port)));
    },
    onOffer(offer) {
      if (offer.ends.targetPort !== 0)
        return connectOut(offer, { allowed: targets, clock, onNotice: (text) => log.warn(text) });
      const done = alert(offer.accept());
      reading.add(done);
      void done.finally(() => reading.delete(done));
    },
    onNotice: (text) => log.debug(text),
  });

  const access = ownAccess({ link, slots, clock, becoming, owners, placeOfOther });

  const granted = (): ReadonlySet<number> => new Set(link.session?.forwards.map(({ port }) => port));
  /** A port that cannot be bound here is granted all the same: others do so without listening at all (rpc.md 4.3), and we use it. */
  function follow(): void {
    const now = granted();
    const before = ports.views.map(({ port }) => port);
    ports.set(new Set([...before, ...now]));
    if (before.every((port) => now.has(port))) stopGrace();
    // An ME reset takes all of them away for a moment, and the firmware asks anew, one by one
    else if (!inGrace) startGrace(link.session ? ASKING : GRACE);
  }
  function startGrace(ms: number): void {
    inGrace = true;
    const stop = clock.after(ms, () => closeAll(granted()), { background: true });
    stopGrace = () => {
      inGrace = false;
      stop();
    };
  }
  function closeAll(but: ReadonlySet<number>): void {
    stopGrace();
    ports.set(but);
  }

  async function alert(channel: Duplex): Promise<void> {
    channel.on("error", () => {}); // the session is over: what reads it says so
    try {
      const found = await takeAlert(channel, { clock, signal: life.signal });
      alerts += 1;
      log.info("AMT sent an alert", { alert: alertKey(found) });
      changed();
      for (const listener of [...alertListeners]) listener(found);
    } catch (error) {
      if (life.signal.aborted) return;
      log.warn("an alert was lost", { error });
      for (const listener of [...lostListeners]) listener(error);
    }
  }

  const view = (): LmsView => {
    const { state } = link;
    return {
      state: state.kind,
      holder: state.kind === "held" ? state.holder : null,
      code: state.kind === "failing" ? state.code : null,
      ports: ports.views,
      alerts,
    };
  };
  function changed(): void {
    becoming.changed();
    const now = view();
    const text = JSON.stringify(now);
    if (text === shown) return;
    shown = text;
    for (const listener of [...listeners]) listener(now);
  }

  return {
    view,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onAlert(listener) {
      alertListeners.add(listener);
      return () => alertListeners.delete(listener);
    },
    onLostAlert(listener) {
      lostListeners.add(listener);
      return () => lostListeners.delete(listener);
    },
    connectAmt: access.connectAmt,
    firstPort: access.firstPort,
    async settled({ limit, signal }) {
      const known = ({ state, ports: all }: LmsView): true | undefined =>
        state !== "connecting" && (state !== "open" || all.length > 0) && all.every((one) => one.state !== "opening")
          ? true
          : undefined;
      const end = deadline(clock, limit, [signal], () => new Error("not yet"));
      try {
        await becoming.until(() => known(view()), { signal: end.signal });
      } catch (error) {
        if (!end.signal.aborted) throw error;
      } finally {
        end.done();
      }
      if (ports.views.every(({ state }) => state !== "open")) await ports.rehearse();
    },
    get guests() {
      return guests.count;
    },
    rest: ({ limit }) => link.rest({ limit }),
    wake: () => link.wake(),
    hurry: () => link.hurry(),
    async close() {
      life.abort(new LmsError("LMS_CLOSED", "the service ends"));
      changed();
      stopGrace();
      await Promise.all([ports.close(), guests.close()]);
      await link.close();
      await Promise.all(reading);
    },
  };
}

const same = (port: number): number => port;
