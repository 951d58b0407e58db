import type { Info } from "../api/info.ts";
import type { Snapshot } from "../api/snapshot.ts";
import { message } from "../api/texts.ts";
import { isConfigured } from "../configured.ts";
import { type Check, failed, note, ok, type Part, skipped, unknown } from "./check.ts";

/** What reading the ME came to: everything it says, or the error that stopped it. */
export type Reading =
  | { readonly info: Info }
  | { readonly failure: { code: string; message: string; holder?: string } };

export interface HostFacts {
  /** AMT's ports on which somebody listens here, of 16992 and 16993. */
  readonly listening: readonly number[];
  /** `lms (process 812)`; undefined: no such process. */
  readonly lms: string | undefined;
  /** A device whose driver in the kernel is in another state than the one in which it works. */
  readonly stuck: { readonly device: string; readonly state: string } | undefined;
  readonly service: {
    readonly socket: string;
    readonly running: boolean;
    /** What it says of AMT's local ports. */
    readonly lms: Snapshot["lms"];
    /** What it says of the reports that it has to send. */
    readonly delivery: Snapshot["delivery"];
    /** What it says of what it does for AMT. */
    readonly hostServices: Snapshot["hostServices"];
  };
}

/** Why AMT does or does not work here. Pure: the same reading and host give the same checks, whoever did the reading. */
export function diagnose(reading: Reading, host: HostFacts): Check[] {
  const info = "info" in reading ? reading.info : undefined;
  const failure = "failure" in reading ? reading.failure : undefined;
  return [
    { code: "driver", title: message("doctor.driver", {}), ...driver(info, failure) },
    { code: "permission", title: message("doctor.permission", {}), ...permission(failure) },
    { code: "busy", title: message("doctor.busy", {}), ...busy(failure) },
    { code: "me", title: message("doctor.me", {}), ...meState(info, failure, host.stuck) },
    { code: "capable", title: message("doctor.capable", {}), ...capable(info) },
    { code: "enabled", title: message("doctor.enabled", {}), ...enabled(info) },
    { code: "configured", title: message("doctor.configured", {}), ...configured(info) },
    { code: "lms", title: message("doctor.lms", {}), ...lms(host) },
    { code: "lme", title: message("doctor.lme", {}), ...lme(host) },
    { code: "ports", title: message("doctor.ports", {}), ...ports(host) },
    { code: "service", title: message("doctor.service", {}), ...service(host) },
    { code: "delivery", title: message("doctor.delivery", {}), ...delivery(host) },
    { code: "host-services", title: message("doctor.host-services", {}), ...hostServices(host) },
  ];
}

type Failure = Extract<Reading, { failure: unknown }>["failure"];

function driver(info: Info | undefined, failure: Failure | undefined): Part {
  if (failure?.code === "ME_ABSENT")
    return failed(message("doctor.driver.missing", {}), message("doctor.driver.remedy", {}));
  const device = info?.machine.device ?? "the ME device";
  // Behind the kernel's own driver the device's name does not tell
  if (info?.machine.virtual)
    return ok(message("doctor.driver.virtual", { device, machine: info.machine.name ?? "unnamed" }));
  return ok(message("doctor.driver.found", { device }));
}

function permission(failure: Failure | undefined): Part {
  if (failure?.code === "ME_ABSENT") return skipped;
  if (failure?.code === "ME_DENIED")
    return failed(
      message("doctor.permission.denied", { detail: failure.message }),
      message("doctor.permission.remedy", {}),
    );
  return ok(message("doctor.permission.granted", {}));
}

function busy(failure: Failure | undefined): Part {
  if (failure && ["ME_ABSENT", "ME_DENIED"].includes(failure.code)) return skipped;
  if (failure?.code !== "ME_BUSY") return ok(message("doctor.busy.free", {}));
  const holder = failure.holder ?? "another program";
  return failed(message("doctor.busy.held", { holder }), message("doctor.busy.remedy", { holder }));
}

/** HFSTS1 bits 3:0 (posture.md 1.2). */
const workingStates = [
  "in reset",
  "initialising",
  "in recovery",
  "in test",
  "disabled",
  "normal",
  "waiting",
  "in transition",
];

function meState(info: Info | undefined, failure: Failure | undefined, stuck: HostFacts["stuck"]): Part {
  const remedy = message("doctor.me.remedy", {});
  if (failure) {
    if (["ME_ABSENT", "ME_DENIED", "ME_BUSY"].includes(failure.code)) return skipped;
    const detail = failure.message;
    if (stuck) return failed(message("doctor.me.stuck", { detail, ...stuck }), message("doctor.me.stuck.remedy", {}));
    return failed(message("doctor.me.silent", { detail }), remedy);
  }
  const status = info?.firmware.status[0];
  if (status === undefined) return ok(message("doctor.me.no-status", {}));
  const working = Number.parseInt(status, 16) % 16;
  const evidence = message("doctor.me.state", { state: workingStates[working] ?? `state ${working}`, status });
  return working === 5 ? ok(evidence) : note(evidence, remedy);
}

function capable(info: Info | undefined): Part {
  if (!info) return skipped;
  if (info.amt.present === null) return unknown(whyOf(info, "amt.version"));
  if (!info.amt.present) return note(message("doctor.capable.no", {}), message("doctor.capable.remedy", {}));
  return ok(
    message("doctor.capable.yes", { version: info.amt.version ?? "", brand: info.amt.sku?.brand ?? "Intel AMT" }),
  );
}

function enabled(info: Info | undefined): Part {
  if (!info?.amt.present) return skipped;
  if (info.amt.operational === null)
    // Firmware before 16.1 does not say; one that is set up is on.
    return isConfigured(info.amt) ? ok(message("doctor.enabled.yes", {})) : unknown(whyOf(info, "amt.operational"));
  return info.amt.operational
    ? ok(message("doctor.enabled.yes", {}))
    : note(message("doctor.enabled.no", {}), message("doctor.enabled.remedy", {}));
}

function configured(info: Info | undefined): Part {
  if (!info?.amt.present) return skipped;
  const { controlMode, provisioningState } = info.amt;
  if (isConfigured(info.amt)) return ok(message("doctor.configured.yes", { mode: String(controlMode ?? "unknown") }));
  if (provisioningState === null) return unknown(whyOf(info, "amt.provisioningState"));
  return note(
    message("doctor.configured.no", { state: String(provisioningState) }),
    message("doctor.configured.remedy", {}),
  );
}

const lms = ({ lms: process }: HostFacts): Part =>
  process === undefined
    ? ok(message("doctor.lms.absent", {}))
    : note(message("doctor.lms.running", { process }), message("doctor.lms.remedy", {}));

function lme({ service: { lms: session } }: HostFacts): Part {
  if (!session) return unknown("the service is not running");
  const remedy = message("doctor.lme.remedy", {});
  switch (session.state) {
    case "open":
      return ok(message("doctor.lme.open", { alerts: session.alerts }));
    case "absent":
      return ok(message("doctor.lme.absent", {}));
    case "held":
      return note(
        message("doctor.lme.held", { holder: session.holder ?? "another program" }),
        message("doctor.lms.remedy", {}),
      );
    case "failing":
      return failed(message("doctor.lme.failing", { code: session.code ?? "UNEXPECTED" }), remedy);
    default:
      return note(message(`doctor.lme.${session.state}`, {}), remedy);
  }
}

function ports({ listening, lms: process, service: { lms: session } }: HostFacts): Part {
  const offered = (session?.ports ?? []).filter(({ state }) => state === "open");
  const others = listening.filter((port) => !offered.some(({ at }) => at.some((one) => one.endsWith(`:${port}`))));
  if (others.length === 0 && offered.length > 0)
    return ok(message("doctor.ports.offered", { ports: offered.flatMap(({ at }) => at).join(", ") }));
  if (others.length === 0) return ok(message("doctor.ports.free", {}));
  return note(
    message("doctor.ports.taken", { ports: others.join(", "), by: process ?? "another program" }),
    message("doctor.ports.remedy", {}),
  );
}

const service = ({ service: { socket, running } }: HostFacts): Part =>
  running
    ? ok(message("doctor.service.running", { socket }))
    : note(message("doctor.service.absent", { socket }), message("doctor.service.remedy", {}));

function delivery({ service: { running, delivery: all } }: HostFacts): Part {
  if (!running) return unknown("the service is not running");
  if (all.length === 0) return ok(message("doctor.delivery.none", {}));
  const failing = all.find(({ code }) => code !== null);
  if (failing?.code)
    return note(
      message("doctor.delivery.failing", { ...failing, code: failing.code }),
      message("doctor.delivery.remedy", {}),
    );
  const waiting = all.filter((one) => one.waiting > 0);
  const names = (some: typeof all): string => some.map(({ destination }) => destination).join(", ");
  if (waiting.length > 0)
    return note(
      message("doctor.delivery.waiting", { destinations: names(waiting) }),
      message("doctor.delivery.remedy", {}),
    );
  return ok(message("doctor.delivery.well", { destinations: names(all) }));
}

function hostServices({ service: { running, hostServices: all } }: HostFacts): Part {
  if (!running) return unknown("the service is not running");
  if (all.length === 0) return ok(message("doctor.host-services.none", {}));
  const names = (some: typeof all): string => some.map(({ name }) => name).join(", ");
  const failing = all.find(({ state }) => state === "failing");
  if (failing) {
    const { name, code } = failing;
    const program = code === "PROGRAM_MISSING";
    return note(
      message("doctor.host-services.failing", { name, code: code ?? "UNEXPECTED" }),
      program ? message("doctor.host-services.program", {}) : message("doctor.host-services.remedy", {}),
    );
  }
  const waiting = all.filter(({ state }) => state === "waiting");
  if (waiting.length > 0) return ok(message("doctor.host-services.waiting", { names: names(waiting) }));
  const refused = all.filter(({ state }) => state === "refused");
  if (refused.length > 0)
    return note(
      message("doctor.host-services.refused", { names: names(refused) }),
      message("doctor.host-services.remedy", {}),
    );
  return ok(message("doctor.host-services.well", { names: names(all) }));
}

const whyOf = (info: Info, field: string): string =>
  info.unknown.find((entry) => entry.field === field)?.message.text ?? "the firmware does not say";
