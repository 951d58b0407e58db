import type { Writable } from "node:stream";
import { MeiError } from "../mei/errors.ts";
import { usualTiming } from "../mei/session.ts";
import { isAtConsole } from "../platform/console-user.ts";
import { adminEndpoint, operatorEndpoint } from "../platform/paths.ts";
import { peerOf } from "../platform/peer.ts";
import { powerControl } from "../platform/power-acts.ts";
import type { SleepAnnouncer } from "../platform/sleep-listener.ts";
import { sleptSoFar } from "../platform/system-sleep.ts";
import { tcpOwnersOf } from "../platform/tcp-owner.ts";
import { wifiProfilesOf } from "../platform/wifi-of-host.ts";
import { routes } from "./api/contract.ts";
import type { Posture } from "./api/posture.ts";
import { createApi } from "./api/server.ts";
import type { Snapshot } from "./api/snapshot.ts";
import { message } from "./api/texts.ts";
import type { Context } from "./cli/context.ts";
import type { Exit } from "./cli/exit-codes.ts";
import { openDriver } from "./cli/open-driver.ts";
import { loadConfig, mayBeVirtual } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { newBook } from "./events/book.ts";
import { hear } from "./events/heard.ts";
import { openJournal } from "./events/journal.ts";
import { handlers } from "./handlers.ts";
import type { HostServices } from "./host-services/keeper.ts";
import { openHostServices } from "./host-services/open.ts";
import { planPower } from "./host-services/planned-power.ts";
import { readInfo } from "./info/read.ts";
import { type Lms, openLms } from "./lms/lms.ts";
import { parseTargets } from "./lms/targets.ts";
import { createLog } from "./log.ts";
import { type Me, openMe } from "./me.ts";
import { parseMei } from "./mei-spec.ts";
import { collectMetrics } from "./metrics/collect.ts";
import { keepTextfile, parseTextfile, type Textfile } from "./metrics/textfile.ts";
import { type Delivery, openDelivery } from "./posture/delivery/service.ts";
import type { PostureKeeper } from "./posture/service/keeper.ts";
import { stirs } from "./posture/service/known.ts";
import { viewOf } from "./presence/handlers.ts";
import type { OpenedPresence } from "./presence/open.ts";
import { openResets } from "./presence/open-resets.ts";
import { countTransitions } from "./presence/transitions.ts";
import { createJobs } from "./provisioning/jobs.ts";
import { openJournal as openOperations } from "./provisioning/journal.ts";
import { runId } from "./run-id.ts";
import { hardenProcess, serviceManager } from "./service.ts";
import { followSleep } from "./sleep.ts";
import { openMemory } from "./watch/memory.ts";
import { followDevices, readDevicesOf } from "./watch/sessions/devices.ts";
import { type SettingsWatch, watchSettings } from "./watch/settings/keeper.ts";
import { openWatch } from "./watch/watch.ts";
import { trustFrom } from "./wsman/trust.ts";
import { throughService } from "./wsman/way.ts";

/** ms without a question after which a client of the ME is let go: below the second between two sweeps, or no other program ever gets AMT's. */
const IDLE = 300;

export interface ServeOptions {
  /** Hears the first snapshot once callers are served. */
  readonly onReady?: (snapshot: Snapshot, socket: string) => void;
  /** Where the log goes; standard error when not given. */
  readonly logTo?: Writable;
  /** Who announces that the machine goes to sleep; the system itself is asked when not given. */
  readonly announcer?: SleepAnnouncer;
}

/** The service, from configuration to the last goodbye. */
export async function serve(
  { flags, host, clock, signal, version }: Context,
  { onReady, logTo = process.stderr, announcer }: ServeOptions = {},
): Promise<Exit> {
  const config = loadConfig(flags, host);
  const { values } = config;
  const log = createLog({ level: values["log.level"], format: values["log.format"], to: logTo, clock });
  for (const warning of config.warnings) log.warn(warning);
  const life = new AbortController();
  const onSignal = (): void => life.abort(signal.reason);
  signal.addEventListener("abort", onSignal, { once: true });
  const forbidDumps = host.platform === "linux" ? (await import("../platform/dumps.ts")).forbidDumps : undefined;
  hardenProcess({ env: process.env, ...(forbidDumps ? { forbidDumps } : {}) });

  const spec = parseMei(values.mei);
  if (spec.kind === "virtual" && !mayBeVirtual(config)) throw virtualRefused();
  const driver = await openDriver(spec, { clock, host, signal });
  const me = openMe(driver, { clock, timing: { ...usualTiming, idle: IDLE } });
  const memory = openMemory(values.stateDir, {
    onTrouble: (error) => log.warn("the state could not be kept for the next start", { error }),
  });
  const history = await openJournal({
    stateDir: values.stateDir,
    keep: values["events.keepMegabytes"],
    host,
    clock,
    log,
    native: values["log.format"] === "journald",
    signal,
  });
  const book = newBook({ clock, history });
  const transitions = countTransitions(history, clock.now());
  const watch = openWatch(me, {
    clock,
    interval: values["watch.intervalSeconds"] * 1000,
    slept: sleptSoFar,
    book,
    onAnswer: () => lms?.hurry(),
  });
  history.onTrouble((trouble) => watch.noteTrouble("history", trouble ? [trouble] : []));
  const configuring = {
    me,
    clock,
    trust: trustFrom({
      ca: { text: values["tls.ca"], from: config.sources["tls.ca"].from },
      pin: { text: values["tls.pin"], from: config.sources["tls.pin"].from },
    }),
    openWay: (options: { readonly signal: AbortSignal }) => {
      if (!lms) throw new MeiError("ME_GONE", "the service has just started: try again");
      return throughService(lms, options);
    },
  };
  const resets = openResets({
    reach: configuring,
    agents: values["presence.agents"],
    book,
    watch,
    log,
    life: life.signal,
  });
  const control = () => powerControl(host, clock);
  const power = planPower({
    mode: values["hostServices.power"],
    control,
    tell: (what) => book.note(what),
    note: (seen) => watch.noteTrouble("power", seen),
    clock,
    log,
    life: life.signal,
  });
  const jobs = createJobs({
    reach: configuring,
    journal: openOperations(values.stateDir),
    clock,
    log,
    life: life.signal,
  });
  const started = clock.now().toISOString();
  let newest: Posture | undefined;
  const metrics = collectMetrics({
    version,
    started,
    snapshot: () => watch.snapshot(),
    presence: () => viewOf(presence?.parts),
    history,
    posture: () => newest,
  });
  const api = createApi({
    routes,
    handlers: handlers({
      me,
      watch,
      history,
      clock,
      routes,
      jobs,
      configuring,
      life: life.signal,
      version: { version, id: runId(), pid: process.pid, started, mei: values.mei },
      presence: () => presence?.parts,
      posture: () => posture,
      resets,
      power,
      metrics,
    }),
    clock,
    log,
    peerOf,
    atConsole: ({ uid }, options) =>
      isAtConsole(uid, {
        host,
        clock,
        signal: options.signal,
        onTrouble: (error) => log.warn("who is at this machine's screen is not known, so nobody is", { error }),
      }),
  });
  const manager = serviceManager({ env: host.env, pid: process.pid, clock, log, alive: () => !life.signal.aborted });
  let refused: ConfigError | undefined;
  let sleeping: Promise<void> | undefined;
  let lms: Lms | undefined;
  let presence: OpenedPresence | undefined;
  let textfile: Textfile | undefined;
  let hostServices: HostServices | undefined;
  let posture: PostureKeeper | undefined;
  let delivery: Delivery | undefined;
  let settings: SettingsWatch | undefined;
  /** AMT has said that something is different. */
  const lookNow = async (): Promise<void> => {
    try {
      await watch.refresh({ signal: life.signal });
    } catch (error) {
      if (!life.signal.aborted) log.error("the look after an alert failed", { error });
    }
  };
  const stopListening = watch.listen((frame) => {
    if (frame.kind === "event") {
      if (stirs(frame.event.message)) posture?.hurry();
      return; // the history logs them
    }
    const { machine, standing } = frame.snapshot;
    // Also a real /dev/mei0 can have a virtual ME behind it
    if (machine.virtual && !mayBeVirtual(config)) {
      refused = virtualRefused();
      life.abort(refused);
    } else if (standing !== "unknown") {
      memory.keep(frame.snapshot);
      hostServices?.hurry();
    }
  });

  try {
    await api.open("user", values.socket);
    await api.open("admin", adminEndpoint(values.socket));
    if (driver.serveOperator) {
      await driver.serveOperator(operatorEndpoint(values.socket));
      log.info(`a virtual ME; to drive it: amt-agent virtual-me operate kvm open --socket ${values.socket}`);
    }
    const first = await watch.refresh({ signal: life.signal });
    if (memory.last) watch.tellSince(memory.last);
    lms = openLms({
      driver,
      clock,
      log,
      reach: values["lms.listen"],
      targets: parseTargets(values["lms.connectOut"]),
      owners: tcpOwnersOf(host.platform),
      place: (port) => port + values["lms.portOffset"],
    });
    lms.listen((view) => {
      watch.noteLms(view);
      settings?.hears(view.state === "open");
    });
    lms.onAlert((alert) => {
      book.alert(alert);
      watch.noteAlert(alert);
      const { message: what } = hear(alert);
      resets.heard(what);
      power.heard(what);
      settings?.heard(what);
      void lookNow();
    });
    lms.onLostAlert((error) => book.unreadable(error));
    // What it loads is loaded while AMT's ports are opened: from READY on nothing may hold the event loop up
    const { openPresence } = await import("./presence/open.ts");
    presence = openPresence({
      config,
      host,
      me,
      lms,
      clock,
      log,
      alive: () => !life.signal.aborted,
      note: (seen) => watch.noteTrouble("presence", seen),
    });
    // This PC's own devices say nothing of a machine that is not there; one may have devices of its own, for tests
    const sysRoot = first.machine.virtual ? host.env.AMT_AGENT_TEST_SYS_ROOT : undefined;
    void followDevices(
      readDevicesOf({ platform: host.platform, ...(sysRoot && { sysRoot }) }),
      (found) => {
        if (watch.snapshot().machine.virtual && !sysRoot) return;
        watch.noteDevices(found);
        void lookNow();
      },
      {
        platform: host.platform,
        clock,
        signal: life.signal,
        onTrouble: (error) => log.warn("this PC's devices cannot be read", { error }),
      },
    );
    const figures = parseTextfile(values["metrics.textfile"]);
    if (figures !== undefined) textfile = keepTextfile(figures, metrics, { clock, log });
    hostServices = openHostServices({
      ...{ values, me, watch, control, clock, log },
      reach: configuring,
      profiles: wifiProfilesOf(host, clock),
    });
    delivery = openDelivery({
      ...{ values, clock, log },
      tell: (events) => book.found(events, { later: false }),
      note: (seen) => watch.noteTrouble("delivery", seen),
      show: (view) => watch.noteDelivery(view),
    });
    const { openServicePosture } = await import("./posture/service/open.ts");
    posture = openServicePosture({
      ...{ values, version, host, me, history, transitions, clock, log },
      reach: configuring,
      snapshot: () => watch.snapshot(),
      tell: (events) => book.found(events, { later: false }),
      note: (seen) => watch.noteTrouble("posture", seen),
      onReport: async ({ line, verified }) => {
        newest = verified.posture;
        await delivery?.add(line);
      },
    });
    // Before READY: to compile it holds the loop up
    const { readingsBy } = await import("./privacy/read.ts");
    settings = watchSettings({
      stateDir: values.stateDir,
      read: (options) => readingsBy({ info: () => readInfo(me, options), reach: configuring, service: true }, options),
      tell: (changes, when) => book.found(changes, when),
      every: values["watch.settingsMinutes"] * 60_000,
      clock,
      log,
    });
    sleeping = followSleep({
      me: allOf(me, lms, { presence, hostServices, settings, posture }),
      watch,
      host,
      clock,
      log,
      signal: life.signal,
      announcer,
    });
    void jobs.recover();
    await lms.settled({ limit: LMS_FIRST, signal: life.signal });
    life.signal.throwIfAborted(); // a service that stops has not started
    await manager.ready(first.headline.text);
    onReady?.(watch.snapshot(), values.socket);
    await watch.run({ signal: life.signal });
  } catch (error) {
    if (!life.signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", onSignal);
    life.abort();
    stopListening();
    await manager.stopping();
    await sleeping;
    resets.close();
    power.close();
    await jobs.idle();
    await presence?.close();
    await textfile?.close();
    await hostServices?.close();
    await posture?.close();
    await delivery?.close();
    await settings?.close();
    await api.close();
    await lms?.close();
    await me.close();
    book.end();
    book.note(message("event.stopped", {}));
    await history.close();
    log.info("stopped");
    await log.close();
  }
  if (refused) throw refused;
  return "ok";
}

const virtualRefused = (): ConfigError =>
  new ConfigError(
    "The service would run on a virtual ME. If that is meant, say --mei virtual:MACHINE on the command line, or allowVirtual: true in the configuration.",
  );

/** ms that the first status waits for AMT's local ports, so that it can name them. */
const LMS_FIRST = 1_000;

/** All leave the ME alone while the machine sleeps; AMT hears of the guarded programs once more before. */
const allOf = (
  me: Me,
  lms: Lms,
  {
    presence,
    hostServices,
    settings,
    posture,
  }: {
    readonly presence: OpenedPresence;
    readonly hostServices: HostServices;
    readonly settings: SettingsWatch;
    readonly posture: PostureKeeper;
  },
): Pick<Me, "rest" | "wake"> => ({
  async rest(options) {
    posture.rest();
    settings.rest();
    await presence.rest(options);
    await Promise.all([me.rest(options), lms.rest(options)]);
  },
  wake() {
    me.wake();
    lms.wake();
    presence.wake();
    hostServices.hurry({ all: true });
    posture.wake();
    settings.wake();
  },
});

/** `amt-agent serve` */
export const run = (context: Context): Promise<Exit> => serve(context);
