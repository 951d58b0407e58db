import { codeOf } from "../../mei/errors.ts";
import { deadline } from "../../platform/clock.ts";
import { didYouMean } from "../../platform/nearest.ts";
import { loadConfig } from "../config.ts";
import type { Destination } from "../config-destinations.ts";
import { ConfigError } from "../config-error.ts";
import { carrierTo } from "../posture/delivery/carriers/choose.ts";
import { PATIENCE } from "../posture/delivery/courier.ts";
import { credentialsOf } from "../posture/delivery/credentials.ts";
import { DeliveryError } from "../posture/delivery/error.ts";
import { type Letter, letterFrom, marksOf } from "../posture/delivery/letter.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { sealedReport } from "./posture.ts";
import { sealedIn } from "./posture-verify.ts";
import { harmless } from "./terminal.ts";

export interface SendOptions {
  readonly to: string | undefined;
  readonly dryRun: boolean;
  /** Of a sealed report; undefined: the newest of the service, or a new one. */
  readonly file: string | undefined;
}

interface Outcome {
  readonly destination: string;
  readonly to: Destination["to"];
  readonly where: string;
  readonly result: "sent" | "failed" | "not-sent";
  readonly code: string | null;
  readonly message: string | null;
}

/** `amt-agent posture send`: one report to each destination, now and once, past the spool. For trying out a configuration, and for cron. */
export async function send(context: Context, { to, dryRun, file }: SendOptions): Promise<Exit> {
  const { flags, host, terminal, json } = context;
  const destinations = wanted(loadConfig(flags, host).values["posture.send"], to);
  const letter = letterFrom(await (file === undefined ? sealedReport(context) : sealedIn(file)));
  const outcomes: Outcome[] = [];
  for (const one of destinations) outcomes.push(await outcomeOf(one, letter, dryRun, context));
  const { id, sequence, signer } = marksOf(letter);
  if (json) {
    const report = { id, sequence: Number(sequence), signer, bytes: Buffer.byteLength(letter.text) };
    terminal.out(JSON.stringify({ schema: "amt-agent.posture-send/1", report, outcomes }, null, 2));
  } else {
    terminal.out(`Report ${sequence} (${id}), ${Buffer.byteLength(letter.text)} bytes, signed by ${signer}`);
    for (const one of outcomes) terminal.out(harmless(lineOf(one)));
  }
  return outcomes.some(({ result }) => result === "failed") ? "server" : "ok";
}

function wanted(all: readonly Destination[], name: string | undefined): readonly Destination[] {
  if (all.length === 0)
    throw new ConfigError("There is nobody to send to: the configuration has no posture.send (docs/posture.md).");
  if (name === undefined) return all;
  const found = all.filter((one) => one.name === name);
  if (found.length > 0) return found;
  const names = all.map((one) => one.name);
  throw new DeliveryError("DELIVERY_UNKNOWN", `posture.send has no "${name}"; ${didYouMean(name, names)}`);
}

async function outcomeOf(to: Destination, letter: Letter, dryRun: boolean, context: Context): Promise<Outcome> {
  const { host, clock, signal } = context;
  const about = { destination: to.name, to: to.to, where: whereOf(to) };
  if (dryRun) return { ...about, result: "not-sent", code: null, message: null };
  const carrier = carrierTo(to, credentialsOf(host));
  const limit = deadline(
    clock,
    PATIENCE,
    [signal],
    () => new DeliveryError("DELIVERY_TIMEOUT", `it took more than ${PATIENCE / 1000} s`),
  );
  try {
    await carrier.deliver(letter, { signal: limit.signal });
    return { ...about, result: "sent", code: null, message: null };
  } catch (error) {
    if (signal.aborted) throw error;
    return { ...about, result: "failed", code: codeOf(error), message: (error as Error).message };
  } finally {
    limit.done();
    carrier.rest();
  }
}

const whereOf = (to: Destination): string =>
  to.to === "file" ? to.path : to.to === "syslog" ? `${to.host}:${to.port}` : to.url;

const words = { sent: "sent", failed: "FAILED", "not-sent": "would be sent" } as const;
const lineOf = ({ destination, to, where, result, code, message }: Outcome): string =>
  `  ${destination.padEnd(12)} ${words[result]}${result === "failed" ? "" : " to"} ${to} ${where}${code === null ? "" : `: ${message} (${code})`}`;
