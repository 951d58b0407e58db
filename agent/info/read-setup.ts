import { enumerateHashHandles, getCertificateHashEntry } from "../../mei/amthi/certificates.ts";
import { getSetupAuditRecord } from "../../mei/amthi/provisioning.ts";
import { getUpid } from "../../mei/upid/commands.ts";
import type { Info } from "../api/info.ts";
import { message } from "../api/texts.ts";
import { isConfigured } from "../configured.ts";
import type { Reader } from "./reader.ts";
import { hashText } from "./words.ts";

const two = (n: number): string => String(n).padStart(2, "0");

export async function readSetup(r: Reader, amt: Info["amt"]): Promise<Info["setup"]> {
  if (!isConfigured(amt)) {
    r.note(["setup"], amt.present === false ? message("unknown.no-amt", {}) : message("unknown.not-configured", {}));
    return null;
  }
  const record = await r.ask(["setup"], getSetupAuditRecord, {});
  if (!record) return null;
  const { year, month, day, hour, minute, second } = record.time;
  return {
    tlsMode: record.tlsMode,
    hostInitiated: record.hostInitiated,
    secureDns: record.secureDns,
    hashAlgorithm: record.hashAlgorithm,
    certificateHash: hashText(record.hash, record.hashAlgorithm),
    oemDefaultHash: record.oemDefault,
    server: record.serverFqdn,
    serverAddress: record.serverAddress,
    // AMT's clock, no zone stated anywhere: shown as it is
    at: record.timeValid ? `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}` : null,
  };
}

export async function readCertificates(r: Reader): Promise<Info["certificates"]> {
  const found = await r.ask(["certificates"], enumerateHashHandles, {});
  if (!found) return null;
  const certificates: NonNullable<Info["certificates"]> = [];
  for (const handle of found.handles) {
    const entry = await r.ask([`certificates.${handle}`], getCertificateHashEntry, { handle });
    if (entry)
      certificates.push({
        handle,
        name: entry.name,
        algorithm: entry.algorithm,
        hash: hashText(entry.hash, entry.algorithm),
        active: entry.isActive,
        default: entry.isDefault,
      });
  }
  return certificates;
}

export async function readUpid(r: Reader): Promise<Info["upid"]> {
  const reply = await r.ask(["upid"], getUpid, {});
  if (!reply) return null;
  const [id] = reply.id;
  if (!id) {
    r.note(["upid"], message("unknown.not-reported", {}));
    return null;
  }
  return { type: id.type, oemId: id.oemId.toString("hex"), csmeId: id.csmeId.toString("hex") };
}
