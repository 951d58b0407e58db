import type { alerts } from "../cim/alert.ts";

/** An alert by its name, or one of agent presence, which carries the agent's GUID. */
export type AlertName =
  | keyof typeof alerts
  | "agentNotStarted"
  | "agentStopped"
  | "agentRunning"
  | "agentExpired"
  | "agentSuspended";

interface Verb {
  readonly title: string;
  /** What the host is told, where the act changes something. */
  readonly alerts: readonly AlertName[];
}
/** Where there is only one verb it may be left out. */
interface Action {
  readonly title: string;
  readonly verbs: Readonly<Record<string, Verb>>;
  /** A word that is no verb, but a value. */
  readonly value?: { readonly name: string; readonly pattern: RegExp; readonly title: string; readonly verb: string };
}

const verb = (title: string, ...alerts: readonly AlertName[]): Verb => ({ title, alerts });

/**
 * What the remote operator can do, and what AMT then tells the host: the only list of it. The command line's help and checks, the
 * control socket and the acts themselves (acts.ts) are typed by it. Every alert of lms.md 3.2 is in it.
 */
export const actions = {
  kvm: {
    title: "seeing and driving the screen",
    verbs: {
      open: verb("begin; where the user has to consent it waits for that", "kvmRequested", "kvmStarted"),
      close: verb("end it, or stop waiting", "kvmStopped"),
      data: verb("a message over its data channel", "kvmData"),
      enable: verb("allow sessions", "kvmEnabled"),
      disable: verb("allow none, and end the one there is", "kvmDisabled"),
    },
  },
  sol: {
    title: "serial over LAN",
    verbs: {
      open: verb("begin; needs no consent", "solOpened"),
      close: verb("end it", "solClosed"),
      enable: verb("allow sessions"),
      disable: verb("allow none, and end the one there is", "solClosed"),
    },
  },
  usbr: {
    title: "storage redirection (USB-R, IDE-R)",
    verbs: {
      open: verb("begin; where the user has to consent, only after that", "storageOpened"),
      close: verb("end it", "storageClosed"),
      enable: verb("allow sessions"),
      disable: verb("allow none, and end the one there is", "storageClosed"),
    },
  },
  listener: {
    title: "the redirection port, which SOL, USB-R and KVM need",
    verbs: { open: verb("listen"), close: verb("do not listen; sessions that are open stay") },
  },
  consent: {
    title: "the user's consent",
    verbs: {
      request: verb("draw the six digits on the screen", "consentRequested"),
      code: verb("say the digits; three wrong ones end it", "consentGranted"),
      grant: verb("say the digits that the screen shows", "consentGranted"),
      cancel: verb("give up", "consentEnded"),
      "policy-none": verb("needed for nothing (admin control mode only)", "consentChanged"),
      "policy-kvm": verb("needed for KVM", "consentChanged"),
      "policy-all": verb("needed for KVM and USB-R", "consentChanged"),
    },
    value: { name: "CODE", pattern: /^\d{6}$/, title: "the six digits", verb: "code" },
  },
  power: {
    title: "power of the virtual PC",
    verbs: {
      on: verb("switch on"),
      off: verb("switch off, hard"),
      cycle: verb("off and on"),
      reset: verb("reset, hard; a guarded program has not started then", "agentSuspended", "agentNotStarted"),
      nmi: verb("non-maskable interrupt"),
      shutdown: verb("ask the host to shut down", "shutdownRequested"),
      reboot: verb("ask the host to restart", "rebootRequested"),
      sleep: verb("ask the host to sleep", "sleepRequested"),
      hibernate: verb("ask the host to hibernate", "hibernateRequested"),
      "can-sleep": verb("a local program says that the host can sleep and hibernate"),
      watchdog: verb("the watchdog has expired and resets the host", "watchdogReset"),
    },
  },
  defense: {
    title: "System Defense",
    verbs: {
      "stop-tx": verb("a policy stops what the PC sends", "systemDefenseTxStopped", "systemDefenseChanged"),
      "limit-tx": verb("a policy limits what the PC sends", "systemDefenseTxLimited", "systemDefenseChanged"),
      "stop-rx": verb("a policy stops what the PC receives", "systemDefenseRxStopped", "systemDefenseChanged"),
      "limit-rx": verb("a policy limits what the PC receives", "systemDefenseRxLimited", "systemDefenseChanged"),
      off: verb("no policy", "systemDefenseChanged"),
    },
  },
  eac: {
    title: "Endpoint Access Control (before CSME 18)",
    verbs: {
      on: verb("switch on", "eacEnabled"),
      off: verb("switch off", "eacDisabled"),
      changed: verb("the posture has changed", "eacChanged"),
    },
  },
  agent: {
    title: "agent presence of a made-up program",
    verbs: {
      start: verb("guard it, and let it run", "agentRunning"),
      stop: verb("it ends in good order", "agentStopped"),
      crash: verb("its heartbeat stops; AMT sees it a second later", "agentExpired"),
      "crash-reset": verb("its heartbeat stops, and AMT resets the PC 30 s after it has seen that", "agentExpired"),
      forget: verb("guard it no longer"),
    },
  },
  network: {
    title: "AMT's network",
    verbs: {
      changed: verb("its settings have changed", "networkChanged"),
      "refresh-lan": verb("ask the host for a new LAN address", "refreshLan"),
      "refresh-wlan": verb("ask the host for a new WLAN address", "refreshWlan"),
      "sync-ip": verb("share the host's address", "ipSyncEnabled"),
      "split-ip": verb("have an address of its own", "ipSyncDisabled"),
      "sync-proxy": verb("share the host's proxies", "proxySyncEnabled"),
      "split-proxy": verb("have proxies of its own", "proxySyncDisabled"),
    },
  },
  wlan: {
    title: "wireless LAN (machines that have it)",
    verbs: {
      open: verb("a management session over WLAN begins", "wlanSessionOpened"),
      close: verb("it ends", "wlanSessionClosed"),
      "bad-profile": verb("no profile is good enough for a session", "wlanProfileInsufficient"),
      "bad-security": verb("no security is good enough for a session", "wlanSecurityInsufficient"),
      "to-me": verb("the ME takes the link", "wlanControlByMe"),
      "to-host": verb("the host gets the link back", "wlanControlByHost"),
      "protect-off": verb("the link is not protected", "wlanProtectionOff"),
      "protect-passive": verb("the link is protected passively", "wlanProtectionPassive"),
      "protect-high": verb("the link is protected", "wlanProtectionHigh"),
      sync: verb("share the host's profiles", "wifiSyncEnabled", "wifiSyncChanged"),
      "no-sync": verb("do not share them", "wifiSyncDisabled", "wifiSyncChanged"),
    },
  },
  tunnel: {
    title: "the tunnel to the management server (CIRA)",
    verbs: {
      open: verb("connect; needs a server", "tunnelOpened"),
      close: verb("disconnect", "tunnelClosed"),
      server: verb("have a server: mps.example.net"),
      allow: verb("the user may ask for it"),
      forbid: verb("the user may not"),
    },
  },
  time: {
    title: "AMT's clock",
    verbs: {
      sync: verb("local programs may set it", "timeSyncEnabled"),
      "no-sync": verb("they may not", "timeSyncDisabled"),
    },
  },
  sprite: { title: "what AMT draws on the screen", verbs: { change: verb("another language", "spriteChanged") } },
  provision: {
    title: "who owns AMT",
    verbs: {
      begin: verb("setting up begins", "provisioningIn"),
      client: verb("set up in client control mode", "provisioningIn", "provisioningPost", "controlModeChanged"),
      admin: verb(
        "set up in admin control mode, or upgrade to it",
        "provisioningIn",
        "provisioningPost",
        "controlModeChanged",
      ),
      end: verb("nobody's again", "unprovisioning", "provisioningPre", "controlModeChanged"),
    },
  },
  amt: {
    title: "AMT as the BIOS has it",
    verbs: {
      on: verb("switch on", "manageabilityEnabled"),
      off: verb("switch off, and end all sessions"),
      attempt: verb("somebody tries to switch it off", "disableAttempt"),
    },
  },
  reset: { title: "restart the ME itself", verbs: { me: verb("every connection to it is gone") } },
  state: { title: "how things are", verbs: { show: verb("change nothing") } },
} as const satisfies Readonly<Record<string, Action>>;

export type ActionName = keyof typeof actions;
export type VerbName<A extends ActionName> = keyof (typeof actions)[A]["verbs"] & string;
/** A verb, or the value that the action takes in place of one. */
export type Word<A extends ActionName> =
  | VerbName<A>
  | ((typeof actions)[A] extends { value: unknown } ? string : never);

/** The same table with its types let go: for help, checks and messages. */
export const actionTable: Readonly<Record<string, Action>> = actions;
