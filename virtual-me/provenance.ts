import { allCommands } from "../mei/catalogue.ts";
import type { Provenance } from "./fact.ts";
import { knows } from "./knows.ts";
import type { Topic } from "./machine.ts";
import { loadMachine, machineNames } from "./machines/index.ts";

/** Which facts the answer to a command is made of. None: of the world's state alone, or of the request. */
const topics: Readonly<Record<string, readonly Topic[]>> = {
  getAmtState: ["wired", "fuses", "lastReset"],
  getCodeVersions: ["bios", "codeVersions"],
  getSecurityParameters: ["security", "provisioning", "features", "wired"],
  getFeaturesState: ["features"],
  getRedirectionState: ["features"],
  getPowerPolicy: ["power"],
  getLastHostResetReason: ["lastReset"],
  getUuid: ["uuid"],
  unprovision: ["provisioning"],
  getProvisioningState: ["provisioning"],
  getControlMode: ["provisioning"],
  startConfiguration: ["provisioning", "remoteSetup", "hashes"],
  stopConfiguration: ["provisioning"],
  generateRngSeed: ["remoteSetup"],
  getRngSeedStatus: ["remoteSetup"],
  setOneTimePassword: ["provisioning"],
  getProvisioningTlsMode: ["remoteSetup"],
  setPkiDnsSuffix: ["provisioning"],
  getPkiDnsSuffix: ["naming"],
  getZeroTouchEnabled: ["remoteSetup"],
  getEhbcState: ["remoteSetup"],
  startConfigurationHostBased: ["provisioning", "operational"],
  getConfigurationServer: ["remoteSetup"],
  getSetupAuditRecord: ["setup"],
  enumerateHashHandles: ["hashes"],
  getCertificateHashEntry: ["hashes"],
  getTcpipParameters: ["wired", "naming"],
  getMacAddresses: ["wired"],
  getLanInterfaceSettings: ["wired", "wireless"],
  getIpv6InterfaceStatus: ["wired", "wireless", "provisioning"],
  getDnsSuffixList: ["naming"],
  getFqdn: ["naming"],
  setHostFqdn: ["naming"],
  setEnterpriseAccess: ["remoteSetup", "naming"],
  openUserInitiatedConnection: ["remoteAccess", "provisioning"],
  closeUserInitiatedConnection: ["remoteAccess"],
  getRemoteAccessStatus: ["remoteAccess"],
  getUserInitiatedInterfaces: ["remoteAccess"],
  getCiraLog: ["remoteAccess"],
  getFirmwareVersion: ["firmware"],
  getCapabilities: ["capable"],
  getEnabledFeatures: ["capabilities"],
  getAvailableFeatures: ["capabilities"],
  getFirmwareUpdateState: ["flash"],
  getPlatformType: ["platform"],
  getBootState: ["boot"],
  getImageType: ["image"],
  getImageVersion: ["image"],
  getEopState: ["boot"],
  getMeasuredBootState: ["boot"],
  getHmrfpoStatus: ["flash"],
  mchiReadFileEx: ["files"],
  isChangeToAmtEnabled: ["operational"],
  changeToAmt: ["operational", "provisioning"],
  setAmtOperationalState: ["operational", "provisioning"],
  startWatchdog: ["provisioning"],
  getUpidSupport: ["upid"],
  getUpidState: ["upid"],
  setUpidState: ["upid", "boot"],
  getUpidOsControl: ["upid"],
  setUpidOsControl: ["upid", "boot"],
  getUpid: ["upid"],
  getUpidRefurbishCounter: ["upid"],
  setUpidOemId: ["upid", "boot"],
  getFaultLogSize: ["faultLog"],
  getFaultLog: ["faultLog"],
  getFirmwareInfo: ["mebx", "fuses", "lastReset", "bios"],
};

/** Made of nothing recorded: modes that are the same everywhere, random values, our own marker. */
const rules: Readonly<Record<string, Provenance>> = {
  getProvisioningMode: { kind: "derived", from: "golden amtinfo-ma363: mode 1 in state 0" },
  getLocalSystemAccount: { kind: "derived", from: "form of the account in rpc.md 6.5; the password is random" },
  stopWatchdog: { kind: "derived", from: "presence-posture.md 1.11: no answer" },
  getVirtualMachine: { kind: "synthetic", from: "this project's own client" },
};

export interface Answering {
  readonly machine: string;
  readonly command: string;
  /** `no client`: connecting fails; `unknown`: this generation refuses the command. */
  readonly answer: "answers" | "unknown" | "no client";
  readonly topics: readonly ({ readonly topic: string } & Provenance)[];
  /** The weakest of the topics' provenances: what the answer as a whole can claim. */
  readonly kind: Provenance["kind"];
}
const strength = ["recorded", "derived", "synthetic"] as const;

/** For every machine and every command: does it answer, and where does what it says come from. */
export async function answering(): Promise<readonly Answering[]> {
  const machines = await Promise.all(machineNames.map((name) => loadMachine(name)));
  return machines
    .filter((machine) => machine !== undefined)
    .flatMap((machine) =>
      allCommands.map((command): Answering => {
        const rule = rules[command.name];
        const used = rule
          ? [{ topic: "rule", ...rule }]
          : (topics[command.name] ?? []).map((topic) => {
              const { kind, from } = machine.facts[topic];
              return { topic, kind, from };
            });
        return {
          machine: machine.name,
          command: command.name,
          answer: !(command.client.name in machine.facts.clients.value)
            ? "no client"
            : knows(machine, command)
              ? "answers"
              : "unknown",
          topics: used,
          kind: strength[Math.max(0, ...used.map(({ kind }) => strength.indexOf(kind)))] ?? "synthetic",
        };
      }),
    );
}
