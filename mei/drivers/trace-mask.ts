import { lme, type MeiClient } from "../clients.ts";
import type { AnyCommand } from "../command.ts";
import { StatusError } from "../errors.ts";
import type { SecretRange, Shape } from "../wire/index.ts";

/** What of a message is shown although no declaration knows it: the header of every family and a little more. */
const SHOWN = 16;
export const MASK = 0x2a;

/** Says which bytes of a message may be secret. */
export type Masks = (client: MeiClient, half: "request" | "reply", bytes: Buffer) => readonly SecretRange[];

/**
 * By the declarations of `commands`. A message that none of them reads to the end is secret behind its first 16 bytes, unless all
 * the client's messages are declared to hold no secret.
 */
export function masksOf(commands: readonly AnyCommand[]): Masks {
  return (client, half, bytes) => {
    if (client.uuid === lme.uuid) return apfSecrets(bytes);
    const own = commands.filter((command) => command.client.uuid === client.uuid);
    const known = own.map((command) => secretsOf(command, half, bytes)).filter((found) => found !== undefined);
    if (known.length > 0) return known.flat();
    return own.length > 0 && !own.some(keepsSecrets) ? [] : behind(SHOWN, bytes);
  };
}

/** `bytes` with the ranges overwritten. */
export function masked(bytes: Buffer, ranges: readonly SecretRange[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const { start, end } of ranges) copy.fill(MASK, start, end);
  return copy;
}

/** undefined: not a message of this command. */
function secretsOf(command: AnyCommand, half: "request" | "reply", bytes: Buffer): readonly SecretRange[] | undefined {
  if (half === "request" && !command.recognises(bytes)) return undefined;
  let declared = bytes.length;
  try {
    if (half === "request") command.decodeRequest(bytes);
    else command.decodeReply(bytes, (found) => (declared -= found.bytes.length));
  } catch (error) {
    return error instanceof StatusError ? behind(SHOWN, bytes) : undefined; // a refusal is no longer than its header
  }
  const secrets = command.secretsIn(half, bytes);
  // Firmware that appends two bytes to a password (presence-posture.md 4.1) may as well have moved it by two.
  return secrets.length > 0 ? [...secrets, ...behind(declared, bytes)] : [];
}

const keepsSecrets = (command: AnyCommand): boolean => secret(command.requestShape) || secret(command.replyShape);
function secret(shape: Shape): boolean {
  if ("secret" in shape) return shape.secret;
  if ("item" in shape) return secret(shape.item);
  if (shape.kind === "struct") return Object.values(shape.fields).some(secret);
  return shape.kind === "tagged" && Object.values(shape.variants).some(([, variant]) => secret(variant));
}

const behind = (start: number, bytes: Buffer): readonly SecretRange[] =>
  bytes.length > start ? [{ start, end: bytes.length }] : [];

/** APF messages of numbers, ports and service names only (lms.md 1.2 and 1.3): none comes near `APF_SHOWN` bytes. */
const plainApf = new Set([1, 5, 6, 81, 82, 90, 91, 92, 93, 97, 192]);
const APF_SHOWN = 256;
const GLOBAL_REQUEST = 80;
const CHANNEL_DATA = 94;
const CHANNEL_DATA_HEADER = 9;

/** What passes through a channel is HTTP with credentials, or TLS: none of it is shown. */
function apfSecrets(bytes: Buffer): readonly SecretRange[] {
  const type = bytes[0] ?? 0;
  // Of the global requests udp-send-to carries a datagram: SNMP traps, with their community.
  const forwards = type === GLOBAL_REQUEST && /^(cancel-)?tcpip-forward/.test(bytes.toString("latin1", 5, 26));
  if (plainApf.has(type) || forwards) return behind(APF_SHOWN, bytes);
  return behind(type === CHANNEL_DATA ? CHANNEL_DATA_HEADER : SHOWN, bytes);
}
