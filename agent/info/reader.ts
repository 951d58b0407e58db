import type { MeiClient } from "../../mei/clients.ts";
import type { Command } from "../../mei/command.ts";
import { codeOf, MeiError, MismatchError, StatusError } from "../../mei/errors.ts";
import { WireError } from "../../mei/wire/index.ts";
import { type Message, message } from "../api/texts.ts";
import type { Me } from "../me.ts";

/** Asks questions one by one, remembers why a field stays unknown, and does not knock again at a client that is not there. */
export interface Reader {
  /** The reply, or undefined with the reason noted for each of `fields`. Throws when the ME itself cannot be reached. */
  ask<Q, P>(fields: readonly string[], command: Command<Q, P>, request: Q): Promise<P | undefined>;
  /** A field that is unknown for a reason of our own. */
  note(fields: readonly string[], why: Message): void;
  /** AMT's own client does not exist: this ME has no AMT. */
  readonly noAmt: boolean;
  readonly unknown: { field: string; message: Message }[];
  readonly leftovers: { code: "LEFTOVER"; command: string; bytes: string }[];
}

/** Statuses by which firmware says that it does not know the question (guessed for AMTHI: no recording of an unknown command exists). */
const unsupported = new Set(["UNSUPPORTED", "INVALID_COMMAND", "NOT_SUPPORTED", "UNSUPPORTED_OBJECT"]);

/** Why a question has no answer, in the words of the texts' table. */
export function reasonFor(error: unknown, client: MeiClient): Message {
  if (error instanceof StatusError) {
    const status = error.statusName ?? `0x${error.status.toString(16)}`;
    return message(unsupported.has(status) ? "unknown.unsupported" : "unknown.refused", { status });
  }
  if (error instanceof WireError || error instanceof MismatchError)
    return message("unknown.malformed", { reason: error.message });
  if (error instanceof MeiError)
    switch (error.code) {
      case "ME_NO_CLIENT":
        return client.name === "amthi"
          ? message("unknown.no-amt", {})
          : message("unknown.no-client", { client: client.title });
      case "ME_BUSY":
        return message("unknown.busy", { holder: error.holder ?? "another program" });
      case "ME_TIMEOUT":
        return message("unknown.timeout", {});
      case "ME_GONE":
        return message("unknown.gone", {});
    }
  return message("unknown.failed", { code: codeOf(error) });
}

/** Without these there is nothing to say: the whole reading fails. */
const fatal = new Set(["ME_ABSENT", "ME_DENIED", "ME_CLOSED"]);
/** Of AMT's own client these are fatal too: half an answer would pass for the whole. */
const fatalForAmt = new Set(["ME_BUSY", "ME_TIMEOUT", "ME_GONE"]);

export function reader(me: Me, { signal }: { signal: AbortSignal }): Reader {
  const missing = new Map<string, Message>();
  const unknown: Reader["unknown"] = [];
  const leftovers: Reader["leftovers"] = [];
  const note = (fields: readonly string[], why: Message): void => {
    for (const field of fields) unknown.push({ field, message: why });
  };
  return {
    get noAmt() {
      return missing.get("amthi")?.code === "unknown.no-amt";
    },
    unknown,
    leftovers,
    note,
    async ask(fields, command, request) {
      const client = command.client.name;
      const known = missing.get(client);
      if (known) return void note(fields, known);
      try {
        return await command.call(me.session(command.client), request, {
          signal,
          onDiagnostic: ({ code, command: from, bytes }) =>
            leftovers.push({ code, command: from, bytes: bytes.toString("hex") }),
        });
      } catch (error) {
        signal.throwIfAborted();
        const code = codeOf(error);
        if (fatal.has(code) || (client === "amthi" && fatalForAmt.has(code))) throw error;
        const why = reasonFor(error, command.client);
        if (code === "ME_NO_CLIENT" || code === "ME_BUSY" || code === "ME_TIMEOUT") missing.set(client, why);
        return void note(fields, why);
      }
    },
  };
}
