import type { Duplex } from "node:stream";
import { codeOf } from "../../mei/errors.ts";
import { type Clock, deadline } from "../../platform/clock.ts";
import type { TcpOwners } from "../../platform/tcp-owner.ts";
import type { Becoming } from "./becoming.ts";
import { LmsError } from "./errors.ts";
import type { Link } from "./link.ts";
import { connectLocally } from "./local-connection.ts";
import type { Slots } from "./slots.ts";

/** Our own way to AMT: by a channel of the session, or through the ports of whoever has it. */
export interface OwnAccess {
  /** As `Lms.connectAmt`. */
  connectAmt(port: number, options: { signal: AbortSignal }): Promise<Duplex>;
  /** As `Lms.firstPort`. */
  firstPort(ports: readonly number[], options: { signal: AbortSignal }): Promise<number>;
}

/** ms for the firmware of a new session to ask for its ports. */
export const ASKING = 5_000;

export function ownAccess({
  link,
  slots,
  clock,
  becoming,
  owners,
  placeOfOther,
}: {
  readonly link: Link;
  readonly slots: Slots;
  readonly clock: Clock;
  readonly becoming: Becoming;
  readonly owners: TcpOwners;
  /** Where another program that holds LME offers one of AMT's ports. */
  readonly placeOfOther: (port: number) => number;
}): OwnAccess {
  /** The first of these that is to be had here, by the session or by its holder. */
  async function available(wanted: readonly number[], signal: AbortSignal): Promise<{ port: number; direct: boolean }> {
    const where = await becoming.until(
      () => {
        const { state, session } = link;
        if (state.kind === "absent")
          throw new LmsError("LMS_ABSENT", "this ME has no local manageability: AMT is not there, or switched off");
        if (state.kind === "failing")
          throw new LmsError(
            "LMS_FAILING",
            `the connection to AMT's local ports fails (${state.code}): try again later`,
          );
        if (state.kind === "held") return "held" as const;
        return state.kind === "open" && session ? ("open" as const) : undefined;
      },
      { signal },
    );
    if (where === "held") return { port: await offeredByOther(wanted, signal), direct: false };
    const missing = (): Error =>
      new LmsError("LMS_NO_PORT", `AMT does not offer port ${wanted.join(" or ")} on this machine`);
    const limit = deadline(clock, ASKING, [signal], missing);
    try {
      const isThere = (port: number): boolean => link.session?.forwards.some((one) => one.port === port) ?? false;
      const port = await becoming.until(() => wanted.find(isThere), { signal: limit.signal });
      return { port, direct: true };
    } catch (error) {
      // Without a session nobody can say what AMT has: the next one may
      if (error instanceof LmsError && error.code === "LMS_NO_PORT" && !link.session) return available(wanted, signal);
      throw error;
    } finally {
      limit.done();
    }
  }
  async function offeredByOther(wanted: readonly number[], signal: AbortSignal): Promise<number> {
    for (const port of wanted) {
      try {
        (await reachOther(port, signal)).destroy();
        return port;
      } catch (error) {
        if (codeOf(error) !== "LMS_HELD") throw error;
      }
    }
    throw heldError(wanted.join(" or "), undefined);
  }
  const heldError = (port: string, cause: unknown): LmsError => {
    const holder = link.state.kind === "held" ? link.state.holder : "another program";
    const text = `local manageability is in use by ${holder}, which does not offer port ${port} either: stop it, or let it finish`;
    return new LmsError("LMS_HELD", text, { cause });
  };
  const reachOther = (port: number, signal: AbortSignal): Promise<Duplex> => {
    const place = { host: "127.0.0.1", port: placeOfOther(port) };
    const refused = (cause: Error): Error => heldError(String(port), cause);
    return connectLocally(place, { signal, clock, owners, refused });
  };

  return {
    async connectAmt(port, { signal }) {
      const { direct } = await available([port], signal);
      return direct ? slots.own(port, { signal }) : reachOther(port, signal);
    },
    firstPort: async (wanted, { signal }) => (await available(wanted, signal)).port,
  };
}
