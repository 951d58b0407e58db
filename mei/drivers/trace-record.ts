import type { Clock } from "../../platform/clock.ts";
import type { AnyCommand } from "../command.ts";
import { codeOf } from "../errors.ts";
import type { MeiConnection, MeiDriver } from "../port.ts";
import { TRACE_SCHEMA, type TraceEvent, type TraceHeader } from "./trace-format.ts";
import { masked, masksOf } from "./trace-mask.ts";

type What = TraceEvent extends infer E ? (E extends TraceEvent ? Omit<E, "t" | "c" | "client"> : never) : never;
type Tried = <T>(during: "connect" | "send" | "receive", signal: AbortSignal, work: Promise<T>) => Promise<T>;

/**
 * A driver that does what `driver` does and tells `sink` about it, one line of JSON at a time, without the newline. Secrets do not
 * reach the sink: they are overwritten by what `commands` declare (`allCommands` of the catalogue).
 */
export function record(
  driver: MeiDriver,
  sink: (line: string) => void,
  { commands, clock }: { commands: readonly AnyCommand[]; clock: Clock },
): MeiDriver {
  const masks = masksOf(commands);
  const start = clock.monotonic();
  let connections = 0;
  let headed: Promise<void> | undefined;

  /** The header comes first, so it is asked for before the first connection. What the driver cannot say is part of the trace. */
  function head(signal: AbortSignal): Promise<void> {
    headed ??= driver.describe({ signal }).then(
      (device) => write({ schema: TRACE_SCHEMA, driver: driver.name, device }),
      (error: unknown) => {
        if (!signal.aborted)
          return write({ schema: TRACE_SCHEMA, driver: driver.name, device: null, code: codeOf(error) });
        headed = undefined; // nobody has answered yet; the next one asks again
        throw error;
      },
    );
    return headed;
  }
  const write = (line: TraceHeader | TraceEvent): void => sink(JSON.stringify(line));

  return {
    name: driver.name,
    async describe({ signal }) {
      await head(signal);
      return driver.describe({ signal });
    },
    async connect(client, { signal }) {
      await head(signal);
      const c = ++connections;
      const note = (what: What): void =>
        write({ t: Math.round(clock.monotonic() - start), c, client: client.name, ...what } as TraceEvent);
      const tried: Tried = async (during, signal, work) => {
        try {
          return await work;
        } catch (error) {
          note({ op: "error", during, code: signal.aborted && error === signal.reason ? "ABORTED" : codeOf(error) });
          throw error;
        }
      };
      const connection = await tried("connect", signal, driver.connect(client, { signal }));
      note({ op: "connect", max: connection.maxMessage, version: connection.version });
      return recorded(connection, note, tried);
    },
    close: () => driver.close(),
  };

  function recorded(connection: MeiConnection, note: (what: What) => void, tried: Tried): MeiConnection {
    let closed = false;
    const message = (op: "send" | "receive", bytes: Buffer): void => {
      const secrets = masks(connection.client, op === "send" ? "request" : "reply", bytes);
      note({
        op,
        hex: masked(bytes, secrets).toString("hex"),
        ...(secrets.length > 0 ? { masked: secrets.map(({ start: from, end }) => [from, end] as const) } : {}),
      });
    };
    return {
      client: connection.client,
      maxMessage: connection.maxMessage,
      version: connection.version,
      generation: connection.generation,
      virtual: connection.virtual,
      send(bytes, { signal }) {
        message("send", bytes); // before its reply, however fast that is
        return tried("send", signal, connection.send(bytes, { signal }));
      },
      async receive({ signal }) {
        const bytes = await tried("receive", signal, connection.receive({ signal }));
        message("receive", bytes);
        return bytes;
      },
      async close() {
        if (!closed) note({ op: "close" });
        closed = true;
        await connection.close();
      },
    };
  }
}
