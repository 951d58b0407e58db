import type { Fault } from "../faults.ts";
import { later, type World } from "../world.ts";
import type { Connection } from "./connection.ts";
import type { Reply } from "./reply.ts";
import type { Asked } from "./site.ts";

interface Parts {
  readonly world: World;
  readonly connection: Connection;
  readonly run: () => Promise<Reply>;
  readonly reset: () => void;
}

/** `IPS_HostBasedSetupService.AdminSetup`, `AMT_GeneralSettings.Get`; `login` while nobody has logged in: it only brings a challenge. */
export function requestName({ body, authorization }: Asked, { login, attempt }: Connection): string {
  if (authorization === undefined && !login && !attempt) return "login";
  const text = body.toString("utf8");
  const last = (element: string): string =>
    new RegExp(`<(?:\\w+:)?${element}(?: [^>]*)?>[^<]*?(\\w+)\\s*<`).exec(text)?.[1] ?? "";
  return `${last("ResourceURI")}.${last("Action")}`;
}

/** What goes wrong with the answer to one request. undefined: there is none. */
export async function misbehave({ kind, ms = 60_000 }: Fault, parts: Parts): Promise<Reply | undefined> {
  const { world, connection, run, reset } = parts;
  if (kind === "resetBefore") {
    reset();
    return undefined;
  }
  const reply = await run();
  switch (kind) {
    case "reset":
      reset();
      return undefined;
    case "resetIdle":
      later(world, 0, reset);
      return reply;
    case "late":
      await Promise.race([gone(connection), new Promise<void>((resolve) => void later(world, ms, resolve))]);
      return reply;
    case "hang":
      await gone(connection);
      return undefined;
    default:
      connection.close();
      return undefined;
  }
}

const gone = ({ signal }: Connection): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
