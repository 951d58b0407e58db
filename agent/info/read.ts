import { getVirtualMachine } from "../../mei/virtual/commands.ts";
import { hostNetwork } from "../../platform/host-network.ts";
import type { Info } from "../api/info.ts";
import { message } from "../api/texts.ts";
import type { Me } from "../me.ts";
import { readAmt, readSessions } from "./read-amt.ts";
import { readFirmware } from "./read-firmware.ts";
import { readNetwork, readPower, readRemoteAccess } from "./read-network.ts";
import { readCertificates, readSetup, readUpid } from "./read-setup.ts";
import { type Reader, reader } from "./reader.ts";

/** Which machine answers: the driver's word, and the virtual ME's own name for itself. */
export async function readMachine(
  me: Me,
  r: Reader,
  { signal }: { signal: AbortSignal },
): Promise<{ machine: Info["machine"]; facts: Awaited<ReturnType<Me["describe"]>> }> {
  const facts = await me.describe({ signal });
  const name = facts.virtual
    ? (facts.machine ?? (await r.ask(["machine.name"], getVirtualMachine, {}))?.machine ?? null)
    : null;
  return {
    facts,
    machine: {
      virtual: facts.virtual,
      name,
      driver: me.driver,
      device: facts.device,
      notice: facts.virtual ? message("machine.virtual", { machine: name ?? "unnamed" }) : null,
    },
  };
}

function readHost(r: Reader): Info["host"] {
  const { name, dnsSuffix, interfaces } = hostNetwork();
  if (dnsSuffix === null) r.note(["host.dnsSuffix"], message("unknown.not-set", {}));
  return { name, dnsSuffix, interfaces: interfaces.map((one) => ({ ...one, addresses: [...one.addresses] })) };
}

/** Asks the ME everything it says without a password, in one go. Throws MeiError when it cannot be reached. */
export async function readInfo(me: Me, { signal }: { signal: AbortSignal }): Promise<Info> {
  const r = reader(me, { signal });
  const { machine, facts } = await readMachine(me, r, { signal });
  const amt = await readAmt(r);
  const { sessions, redirection } = await readSessions(r);
  const remoteAccess = await readRemoteAccess(r);
  const network = await readNetwork(r);
  const power = await readPower(r);
  const setup = await readSetup(r, amt);
  const certificates = await readCertificates(r);
  const firmware = await readFirmware(r, facts);
  const upid = await readUpid(r);
  return {
    schema: "amt-agent.info/1",
    machine,
    firmware,
    amt,
    sessions,
    redirection,
    remoteAccess,
    network,
    power,
    setup,
    upid,
    certificates,
    host: readHost(r),
    unknown: r.unknown,
    leftovers: r.leftovers,
  };
}
