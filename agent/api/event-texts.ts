import { text } from "./phrase.ts";

type Kind = { kind: string };
type Check = { check: string; title: string };
/** `virtual` is 1 on a virtual ME: what is said of it is not said of this PC's firmware. */
export const firmwareOf = (virtual: number): string =>
  virtual === 1 ? "a virtual ME's firmware" : "this PC's firmware";

/** What happened, by code: what AMT says in its alerts (lms.md 3.2) and what the service sees by itself. Part of texts.ts. */
export const eventTexts = {
  "event.started": text(() => "The service started."),
  "event.stopped": text(() => "The service stopped."),
  "event.standing": text<{ from: string; to: string }>(({ from, to }) => `AMT went from ${from} to ${to}.`),
  "event.control-mode": text<{ from: string; to: string }>(
    ({ from, to }) => `AMT's control mode went from ${from} to ${to}.`,
  ),
  "event.firmware": text<{ from: string; to: string }>(
    ({ from, to }) => `AMT's firmware went from version ${from} to ${to}.`,
  ),
  "event.while-away": text<{ from: string; to: string; since: string }>(
    ({ from, to, since }) => `While the service was not running, AMT went from ${from} (${since}) to ${to}.`,
  ),
  "event.slept": text<{ since: string; until: string }>(
    ({ since, until }) => `Between ${since} and ${until} the computer slept, or was about to; the state was read anew.`,
  ),
  "event.while-asleep": text<{ from: string; to: string; since: string }>(
    ({ from, to, since }) => `While the computer slept, AMT went from ${from} (${since}) to ${to}.`,
  ),
  "event.session.opened": text<Kind>(({ kind }) => `A remote session began (${kind}).`),
  "event.session.closed": text<Kind>(({ kind }) => `A remote session ended (${kind}).`),
  "event.session.contradicted": text<Kind & { evidence: string }>(
    ({ kind, evidence }) =>
      `This PC has a device of a remote session (${kind}: ${evidence}), and AMT says that there is no such session.`,
  ),
  "event.condition.raised": text<{ condition: string }>(({ condition }) => `New condition: ${condition}.`),
  "event.condition.cleared": text<{ condition: string }>(({ condition }) => `Condition over: ${condition}.`),
  "event.clock-set-back": text<{ from: string; to: string }>(
    ({ from, to }) => `This PC's clock was set back from ${from} or later to ${to}.`,
  ),

  // The history of all this
  "event.history.repaired": text<{ bytes: number }>(
    ({ bytes }) =>
      `An event that was being written when the service was killed is lost (${bytes} bytes of it were there).`,
  ),
  "event.history.broken": text<{ why: string }>(
    ({ why }) =>
      `The history of events was changed from outside while the service did not run (${why}). See: amt-agent events verify.`,
  ),
  "event.history.rotated": text<{ first: number; last: number; hash: string }>(
    ({ first, last }) => `Events ${first} to ${last} were removed to make room in the history.`,
  ),
  "event.history.lost": text<{ count: number }>(
    ({ count }) => `${count} earlier events are not in the history: they could not be written down when they happened.`,
  ),

  // Posture reports on their way to whom the configuration names
  "event.posture.dropped": text<{ count: number; destinations: string }>(
    ({ count, destinations }) =>
      `${count === 1 ? "A posture report was" : `${count} posture reports were`} dropped to make room before ${destinations} had ${count === 1 ? "it" : "them"}.`,
  ),
  "event.posture.refused": text<{ destination: string; count: number; code: string }>(
    ({ destination, count, code }) =>
      `${destination} refused ${count === 1 ? "a posture report" : `${count} posture reports`} (${code}); not sent again.`,
  ),

  // Alerts: AMT itself
  "event.amt.enabled": text(() => "AMT was switched on."),
  "event.amt.disable-attempt": text(() => "Somebody tried to switch AMT off."),
  "event.setup.pre": text(() => "AMT is not set up."),
  "event.setup.in": text(() => "AMT is being set up."),
  "event.setup.post": text(() => "AMT has been set up: this PC can be managed remotely."),
  "event.setup.removing": text(() => "AMT's setup is being removed."),
  "event.setup.removing-by": text<{ who: string }>(({ who }) => `AMT's setup is being removed by ${who}.`),
  "event.setup.mode-changed": text(() => "AMT's control mode was changed."),
  "event.firmware.update-partial": text(() => "An update of the ME's firmware was not finished."),
  "event.firmware.update-failed": text(() => "An update of the ME's firmware failed."),
  "event.firmware.reset": text(() => "The ME's firmware was reset."),
  "event.firmware.wear": text(() => "The ME's flash memory was written so often that AMT limits it."),

  // Sessions and consent
  "event.kvm.requested": text(() => "Somebody asks to see and control this screen."),
  "event.kvm.data": text(() => "A message came over the screen session's (KVM) data channel."),
  "event.kvm.disabled": text(() => "Sessions on this screen (KVM) were switched off in AMT."),
  "event.kvm.enabled": text(() => "Sessions on this screen (KVM) were switched on in AMT."),
  "event.consent.requested": text(() => "AMT asks for the consent of this PC's user: six digits are on the screen."),
  "event.consent.granted": text(() => "The user's consent was given: the digits on the screen were repeated."),
  "event.consent.ended": text(() => "The user's consent ended."),
  "event.consent.policy": text(() => "The rule when AMT must ask for the user's consent was changed."),
  "event.sprite": text(() => "How AMT draws its own messages on the screen is to be changed."),

  // Network
  "event.network.changed": text(() => "AMT's network state changed."),
  "event.network.link-denied": text(() => "A program on this PC tried to switch off AMT's network link; AMT refused."),
  "event.network.link-disabled": text(() => "A program on this PC tried to switch off AMT's network link."),
  "event.defense.tx-stopped": text(() => "AMT's System Defense stopped what this PC sends, all or some of it."),
  "event.defense.tx-limited": text(() => "AMT's System Defense slowed down what this PC sends."),
  "event.defense.rx-stopped": text(() => "AMT's System Defense stopped what this PC receives, all or some of it."),
  "event.defense.rx-limited": text(() => "AMT's System Defense slowed down what this PC receives."),
  "event.defense.active": text(() => "AMT's System Defense acts on this PC's network traffic."),
  "event.defense.inactive": text(() => "AMT's System Defense leaves this PC's network traffic alone."),
  "event.defense.changed": text(() => "The state of AMT's System Defense changed."),
  "event.eac.changed": text(() => "AMT's posture for network access control changed."),
  "event.eac.enabled": text(() => "AMT's network access control (EAC) was switched on."),
  "event.eac.disabled": text(() => "AMT's network access control (EAC) was switched off."),
  "event.wlan.profile": text(() => "AMT has no wireless profile that is good enough to be managed."),
  "event.wlan.security": text(() => "AMT's wireless connection is not secure enough to be managed."),
  "event.wlan.by-me": text(() => "The ME has preference on the wireless link: the system's connection may drop."),
  "event.wlan.by-host": text(() => "The operating system has preference on the wireless link again."),
  "event.wlan.sync-changed": text(() => "Whether AMT takes over wireless profiles of this PC was changed."),
  "event.wlan.sync-disabled": text(() => "AMT takes over no wireless profiles of this PC any more."),
  "event.wlan.sync-enabled": text(() => "AMT takes over wireless profiles of this PC."),
  "event.wlan.control-host": text(() => "The operating system controls the wireless link."),
  "event.wlan.control-me": text(() => "The ME controls the wireless link."),
  "event.wlan.protection": text<{ level: string }>(
    ({ level }) => `The ME's protection of the wireless link: ${level}.`,
  ),
  "event.tunnel.opened": text(() => "AMT connected to a server outside (CIRA): this PC can be managed through it."),
  "event.tunnel.closed": text(() => "AMT's connection to a server outside (CIRA) ended."),
  "event.tunnel.requested": text(() => "Somebody at this PC asked for help: AMT is to connect to a server outside."),
  "event.help.pressed": text<{ result: string }>(({ result }) => `Help was asked for at this PC: ${result}.`),
  "event.ip-sync.disabled": text(() => "AMT does not share this PC's network address any more."),
  "event.ip-sync.enabled": text(() => "AMT shares this PC's network address."),
  "event.proxy-sync.disabled": text(() => "AMT does not take over this PC's proxy settings any more."),
  "event.proxy-sync.enabled": text(() => "AMT takes over this PC's proxy settings."),
  "event.refresh-ip": text<{ interface: string }>(
    ({ interface: which }) => `AMT asks this PC to renew its network address (${which}).`,
  ),

  // Power, time, logs
  "event.power.requested": text<{ what: string }>(({ what }) => `The remote administrator asked this PC to ${what}.`),
  "event.power.watchdog": text(() => "AMT reset this PC because a watchdog expired."),
  "event.power.planned": text<{ what: string; seconds: number }>(
    ({ what, seconds }) => `In ${seconds} seconds this PC is going to ${what}, as its remote administrator asked.`,
  ),
  "event.power.called-off": text<{ what: string }>(
    ({ what }) => `Somebody at this PC called off what its remote administrator had asked for: to ${what}.`,
  ),
  "event.power.failed": text<{ what: string; code: string }>(
    ({ what, code }) => `This PC was asked to ${what} by its remote administrator, and could not (${code}).`,
  ),
  "event.time-sync.disabled": text(() => "AMT does not take its time from this PC any more."),
  "event.time-sync.enabled": text(() => "AMT takes its time from this PC."),
  "event.audit-log.filling": text<{ percent: number }>(({ percent }) => `AMT's audit log is ${percent} % full.`),

  // Programs that AMT watches
  "event.agent.not-started": text<{ agent: string }>(
    ({ agent }) => `AMT says that a program it watches has not started (${agent}).`,
  ),
  "event.agent.stopped": text<{ agent: string }>(
    ({ agent }) => `AMT says that a program it watches has stopped (${agent}).`,
  ),
  "event.agent.running": text<{ agent: string }>(
    ({ agent }) => `AMT says that a program it watches is running (${agent}).`,
  ),
  "event.agent.expired": text<{ agent: string }>(
    ({ agent }) => `AMT says that a program it watches has fallen silent (${agent}).`,
  ),
  "event.agent.suspended": text<{ agent: string }>(({ agent }) => `AMT does not watch a program for now (${agent}).`),

  // Posture: what a report says otherwise than the one before
  "event.posture.failed": text<Check>(
    ({ check, title }) => `A check of this PC's health fails that passed before: ${title} (${check}).`,
  ),
  "event.posture.weakened": text<Check>(({ check, title }) => `A setting of AMT became weaker: ${title} (${check}).`),
  "event.posture.passed": text<Check>(
    ({ check, title }) => `A check of this PC's health passes that failed before: ${title} (${check}).`,
  ),
  "event.posture.advisory": text<{ count: number; advisories: string; virtual: number }>(
    ({ count, advisories, virtual }) =>
      count === 1
        ? `A security advisory affects ${firmwareOf(virtual)}: ${advisories}.`
        : `${count} security advisories affect ${firmwareOf(virtual)}: ${advisories}.`,
  ),
  "event.posture.advisory-over": text<{ count: number; advisories: string; virtual: number }>(
    ({ count, advisories, virtual }) =>
      count === 1
        ? `A security advisory does not affect ${firmwareOf(virtual)} any more: ${advisories}.`
        : `${count} security advisories do not affect ${firmwareOf(virtual)} any more: ${advisories}.`,
  ),
  // AMT is going to reset the machine
  "event.reset.pending": text<{ agent: string; seconds: number }>(
    ({ agent, seconds }) =>
      `AMT is about to restart this PC without asking, in ${seconds} seconds: a program it watches has fallen silent (${agent}).`,
  ),
  "event.reset.called-off": text(() => "The restart of this PC that AMT was about to make was called off."),

  // Settings of AMT's, found on regular reads
  "event.settings.root-added": text<{ name: string; hash: string }>(
    ({ name, hash }) =>
      `AMT now trusts one more issuer of certificates for taking this PC over: ${name} (hash ${hash}).`,
  ),
  "event.settings.root-removed": text<{ name: string; hash: string }>(
    ({ name, hash }) =>
      `AMT no longer trusts this issuer of certificates for taking this PC over: ${name} (hash ${hash}).`,
  ),
  "event.settings.server-added": text<{ server: string }>(
    ({ server }) => `AMT was given a server outside that this PC can be managed through (CIRA): ${server}.`,
  ),
  "event.settings.server-removed": text<{ server: string }>(
    ({ server }) => `AMT does not know this server outside any more (CIRA): ${server}.`,
  ),
  "event.settings.tls-off": text<{ where: string }>(
    ({ where }) => `AMT's encryption (TLS) was switched off for ${where}: what is sent there can be read on its way.`,
  ),
  "event.settings.tls-on": text<{ where: string }>(
    ({ where }) => `AMT's encryption (TLS) was switched on for ${where}.`,
  ),
  "event.settings.user-added": text<{ user: string }>(({ user }) => `AMT has one more user: ${user}.`),
  "event.settings.user-changed": text<{ user: string }>(({ user }) => `What an AMT user may do was changed: ${user}.`),
  "event.settings.user-removed": text<{ user: string }>(({ user }) => `An AMT user is gone: ${user}.`),
  "event.settings.feature-on": text<{ feature: string }>(({ feature }) => `Switched on in AMT: ${feature}.`),
  "event.settings.feature-off": text<{ feature: string }>(({ feature }) => `Switched off in AMT: ${feature}.`),

  // Alerts that are not known, or not even readable
  "event.alert.unknown": text<{ alert: string }>(
    ({ alert }) => `AMT sent an alert that this program does not know (${alert}).`,
  ),
  "event.alert.more": text<{ count: number; of: string }>(
    ({ count, of }) => `AMT sent ${count} more alerts like this, too many to be told one by one: ${of}`,
  ),
  "event.alert.unreadable": text<{ reason: string }>(
    ({ reason }) => `AMT sent an alert that could not be read (${reason}).`,
  ),
} as const;
