import { randomUUID } from "node:crypto";
import { release } from "node:os";
import type { Info } from "../api/info.ts";
import type { Posture, PostureAdvisory, PostureCheck } from "../api/posture.ts";
import { message } from "../api/texts.ts";
import { assess, type Machine } from "./advisories/evaluate.ts";
import type { AdvisoryData } from "./advisories/row.ts";
import { type CheckId, catalogue } from "./catalogue.ts";
import { type Finding, finding, unknown } from "./check.ts";
import { collectAll } from "./collect.ts";
import type { Collector, Sources } from "./collector.ts";
import { hostCollectors, meCollectors } from "./collectors/all.ts";
import { type Firmware, firmwareOf } from "./collectors/me-registers.ts";
import { smbiosFirmware } from "./collectors/smbios-table.ts";
import type { HostView } from "./host-view.ts";
import { decode, hex } from "./registers/decode.ts";
import { productOf } from "./registers/generation.ts";

/** What a report says before it has its place among the others. */
export type Report = Omit<Posture, "sequence" | "previous">;

export interface ReportOptions {
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly advisories: AdvisoryData;
  /** Only this one; the other checks are left out, and the advisories too. */
  readonly only?: CheckId | undefined;
  /** Where the history of events stands, as `anchorText` says it. */
  readonly history?: string | null;
  readonly signal: AbortSignal;
}

/** Collects everything, or one check. Rejects only where `signal` aborts. */
export async function collectReport(given: Sources, options: ReportOptions): Promise<Report> {
  const sources: Sources = {
    ...given,
    device: once(given.device),
    firmware: once(given.firmware),
    info: once(given.info),
    wsman: once(given.wsman),
  };
  const { version, platform, advisories, only, history = null, signal } = options;
  const collectors = collectorsFor(platform).filter(({ ids }) => only === undefined || ids.includes(only));
  const [findings, device, info, firmware, manageable] = await Promise.all([
    collectAll(collectors, sources, { signal }),
    sources.device().catch(() => undefined), // the checks say why, here and below
    sources.info().catch(() => undefined),
    firmwareOf(sources).catch(() => undefined),
    manageableOf(sources),
  ]);
  const machine: Machine = {
    version: firmware?.version,
    product: firmware && productOf(firmware.version, firmware.registers.words),
    manageable,
    platform,
  };
  const checks = checksFrom(findings, platform).filter(({ id }) => only === undefined || id === only);
  const assessed = only === undefined ? advisories.advisories.map((row) => advisoryFrom(row, machine)) : [];
  return {
    schema: "amt-agent.posture/1",
    id: randomUUID(),
    collectedAt: sources.clock.now().toISOString(),
    bootId: await lineOf(sources.host, "/proc/sys/kernel/random/boot_id"),
    history,
    agent: { name: "amt-agent", version, advisoryData: { version: advisories.version, date: advisories.date } },
    machine: { virtual: device?.virtual ?? null, name: device?.name ?? null },
    host: {
      uuid: null,
      serial: null,
      os: { platform, release: release() },
      cpu: { model: await cpuModel(sources.host) },
    },
    me: meFrom(firmware, info),
    amt: {
      present: info?.amt.present ?? null,
      version: info?.amt.version ?? null,
      controlMode: info?.amt.controlMode ?? null,
      provisioningState: info?.amt.provisioningState ?? null,
    },
    checks,
    advisories: assessed,
    summary: summaryOf(checks, assessed),
  };
}

/** Asked for once, by all who want to know. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
}

export const collectorsFor = (platform: NodeJS.Platform): readonly Collector[] => [
  ...meCollectors,
  ...(hostCollectors[platform] ?? []),
];

/** Every check of the catalogue, in its order: one that no collector of this system answers is unknown, not left out. */
function checksFrom(findings: readonly Finding[], platform: string): PostureCheck[] {
  const found = new Map(findings.map((one) => [one.id, one]));
  return Object.entries(catalogue).map(([id, { part, severity }]) => {
    const one = found.get(id) ?? finding(id, unknown("no-rule", `not looked at on ${platform}`));
    const remedy = message(`posture.check.${id as CheckId}.remedy`, {}).text;
    return {
      id,
      part,
      title: message(`posture.check.${id as CheckId}`, {}).text,
      result: one.result,
      value: typeof one.value === "string" ? bounded(one.value) : one.value,
      expected: one.expected && bounded(one.expected),
      severity,
      rule: one.rule,
      evidence: one.evidence
        .slice(0, MOST_EVIDENCE)
        .map(({ source, raw }) => ({ source: bounded(source), raw: wellFormed(raw) })),
      reason: one.reason && {
        code: one.reason.code,
        text: message(`posture.reason.${one.reason.code}`, {
          detail: bounded(one.reason.detail),
        }).text,
      },
      remediation: one.result === "fail" || id === "amt.mebxDefault" ? remedy : null,
    };
  });
}
/** Of one check: a firmware that lists thousands of things makes no report of megabytes. */
const MOST_EVIDENCE = 16;
const MOST_TEXT = 400;
const bounded = (text: string): string => wellFormed(text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text);
/** Half of a surrogate pair, as a cut or hostile text has it, has no canonical form. */
const wellFormed = (text: string): string =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");

function advisoryFrom(row: AdvisoryData["advisories"][number], machine: Machine): PostureAdvisory {
  const { verdict, by, cves } = assess(row, machine);
  return {
    id: row.id,
    title: row.title,
    published: row.published,
    verdict,
    by,
    cves: [...cves],
    cvss: row.worstCvss,
    url: row.advisoryUrl,
  };
}

const skus: readonly unknown[] = ["consumer", "corporate"];
function meFrom(firmware: Firmware | undefined, info: Info | undefined): Posture["me"] {
  const registers = firmware?.registers;
  const decoded = registers?.generation ? decode(registers.generation, registers.words) : {};
  const sku = skus.includes(decoded.sku) ? String(decoded.sku) : (info?.firmware.image ?? null);
  return {
    source: [...(registers ? [registers.source] : []), ...(info?.firmware.version ? ["MKHI"] : [])],
    version: firmware?.version?.join(".") ?? null,
    product: (firmware && productOf(firmware.version, registers?.words ?? [])) ?? null,
    family: registers?.generation ?? null,
    sku: sku === null ? null : String(sku),
    hfsts:
      registers && registers.words.length > 0 ? { raw: registers.words.map(hex), capturedAt: registers.when } : null,
    decoded: { ...decoded },
  };
}

/** Sold with AMT or its smaller kin: AMT answers, or the ME or the BIOS says so. Undefined: nothing says it. */
async function manageableOf({ info, device, firmware, host }: Sources): Promise<boolean | undefined> {
  const told = await info().catch(() => undefined); // then the firmware or the BIOS may know
  if (told?.amt.present === true) return true;
  const { brand, image } = (await firmware().catch(() => undefined))?.firmware ?? {};
  if (brand !== undefined && brand !== null) return brand !== "none";
  if (image === "consumer") return false;
  if ((await device().catch(() => undefined))?.virtual) return told?.amt.present ?? undefined;
  const vpro = await smbiosFirmware(host).then(
    (found) => found.vpro,
    () => undefined, // for root alone; then it is not known
  );
  return vpro && (vpro.amt || vpro.standardManageability);
}

const lineOf = async (host: HostView, path: string): Promise<string | null> =>
  host.text(path).then(
    (text) => wellFormed(text.split("\n")[0]?.trim().slice(0, 200) ?? "") || null,
    () => null, // what only describes the machine may be missing
  );
const cpuModel = async (host: HostView): Promise<string | null> =>
  host.text("/proc/cpuinfo").then(
    (text) => /^model name\s*:\s*(.{1,100})$/m.exec(text)?.[1] ?? null,
    () => null, // as above
  );

export function summaryOf(checks: readonly PostureCheck[], advisories: readonly PostureAdvisory[]): Posture["summary"] {
  const count = (result: PostureCheck["result"]): number => checks.filter((one) => one.result === result).length;
  const judged = (verdict: PostureAdvisory["verdict"]): number =>
    advisories.filter((one) => one.verdict === verdict).length;
  return {
    pass: count("pass"),
    fail: count("fail"),
    unknown: count("unknown"),
    notApplicable: count("not-applicable"),
    advisories: {
      affected: judged("affected"),
      fixed: judged("fixed"),
      notListed: judged("not-listed"),
      notApplicable: judged("not-applicable"),
      unknown: judged("unknown"),
    },
  };
}
