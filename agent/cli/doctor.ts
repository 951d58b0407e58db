import { linuxDevices, systemRoots } from "../../mei/drivers/linux-device.ts";
import { apiClient } from "../api/client.ts";
import { type Check, hasProblem } from "../doctor/check.ts";
import { diagnose, type Reading } from "../doctor/checks.ts";
import { lookAtHost } from "../doctor/host.ts";
import { reach } from "../settings.ts";
import type { Context, Run } from "./context.ts";
import { failureOf } from "./failure.ts";
import { infoOf } from "./read-info.ts";
import { serviceMei } from "./source.ts";
import { harmless, type Terminal } from "./terminal.ts";

/** `amt-agent doctor` */
export const run: Run = async (context) => {
  const { terminal, json, signal, clock, host, flags } = context;
  const { socket } = await reach(flags, host);
  const client = apiClient({ socket, clock });
  const running = (await serviceMei(client, signal)) !== undefined;
  const status = running ? await client.call("GET /v1/status", undefined, { signal }) : undefined;
  const service = {
    socket,
    running,
    lms: status?.lms ?? null,
    delivery: status?.delivery ?? [],
    hostServices: status?.hostServices ?? [],
  };
  const reading = await read(context);
  const devices = host.platform === "linux" ? (await linuxDevices(systemRoots)).map(({ facts }) => facts) : [];
  const hostFacts = await lookAtHost({ service, devices }, { clock, signal });
  const checks = diagnose(reading, hostFacts);
  if (json) terminal.out(JSON.stringify({ schema: "amt-agent.doctor/1", checks }, null, 2));
  else for (const line of renderChecks(checks, terminal)) terminal.out(line);
  return hasProblem(checks) ? "problem" : "ok";
};

/** An ME that cannot be read is a finding here, not the end. What is wrong with the command line still is. */
async function read(context: Context): Promise<Reading> {
  try {
    return { info: await infoOf(context) };
  } catch (error) {
    const failure = failureOf(error);
    if (!failure.code.startsWith("ME_")) throw error;
    return { failure };
  }
}

const marks: Readonly<Record<Check["result"], [string, Parameters<Terminal["paint"]>[0]]>> = {
  ok: ["ok", "green"],
  note: ["note", "yellow"],
  failed: ["FAILED", "red"],
  unknown: ["unknown", "yellow"],
  skipped: ["skipped", "dim"],
};

/** Checks as a person reads them, line by line. Pure. */
export function renderChecks(checks: readonly Check[], { paint }: Pick<Terminal, "paint">): string[] {
  return checks.flatMap(({ title, result, evidence, remedy }) => {
    const [word, style] = marks[result];
    return [
      `${paint(style, word.padEnd(9))}${title.text.padEnd(22)}${harmless(evidence.text)}`,
      ...(remedy ? [`${"".padEnd(31)}${paint("dim", harmless(remedy.text))}`] : []),
    ];
  });
}
