import type { Duplex } from "node:stream";
import { codeOf, MeiError } from "../../mei/errors.ts";
import type { Connect } from "../../mei/http/client.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { type Clock, deadline } from "../../platform/clock.ts";
import type { TcpOwners } from "../../platform/tcp-owner.ts";
import type { Snapshot } from "../api/snapshot.ts";
import { LmsError } from "../lms/errors.ts";
import { type Lms, openLms } from "../lms/lms.ts";
import { connectLocally } from "../lms/local-connection.ts";
import type { Logger } from "../log.ts";

/** How requests get to AMT's web server on this machine. */
export interface Way {
  readonly tls: boolean;
  /** A fresh connection, without TLS yet. */
  readonly connect: Connect;
  /** The ME itself is at the other end, through its device: no program of this machine stands between. */
  readonly overMei: boolean;
  /** To this one of AMT's ports, which need not be the one that `connect` takes. Rejects LmsError, or the signal's reason. */
  connectTo(port: number, options: { signal: AbortSignal }): Promise<Duplex>;
  close(): Promise<void>;
}

const PLAIN = 16992;
const SECURE = 16993;
/** ms for a session and its ports; an ME that is there takes less than one of them. */
const PATIENCE = 30_000;

/**
 * A session with LME of our own, or, where another program has it, that one's ports. Rejects MeiError (ME_ABSENT, ME_DENIED, ME_TIMEOUT)
 * and LmsError. The driver stays the caller's.
 */
export async function throughLme(
  driver: MeiDriver,
  { clock, signal, owners, mayBeTls }: { clock: Clock; signal: AbortSignal; owners: TcpOwners; mayBeTls: boolean },
): Promise<Way> {
  await driver.describe({ signal }); // a machine without an ME says so, and is not tried again and again
  const lms = openLms({ driver, clock, log: silent, reach: "off", targets: new Set(), owners });
  const late = (): Error => new MeiError("ME_TIMEOUT", `no session with AMT's local ports within ${PATIENCE} ms`);
  const limit = deadline(clock, PATIENCE, [signal], late);
  try {
    let port = await lms.firstPort([PLAIN, SECURE], limit);
    // The firmware names its ports one after the other: without anything to trust in, the plain one is worth waiting for
    if (port === SECURE && !mayBeTls) port = await plainOrSecure(lms, limit);
    return {
      tls: port === SECURE,
      connect: (options) => lms.connectAmt(port, options),
      overMei: lms.view().state === "open",
      connectTo: (other, options) => lms.connectAmt(other, options),
      close: () => lms.close(),
    };
  } catch (error) {
    const { code } = lms.view();
    await lms.close();
    if (codeOf(error) === "LMS_FAILING" && code === "ME_DENIED")
      throw new MeiError("ME_DENIED", "this user may not open the ME", { cause: error });
    throw error;
  } finally {
    limit.done();
  }
}

/** Through the session that the service has already. */
export async function throughService(
  lms: Pick<Lms, "firstPort" | "connectAmt" | "view">,
  options: { signal: AbortSignal },
): Promise<Way> {
  const port = await lms.firstPort([PLAIN, SECURE], options);
  return {
    tls: port === SECURE,
    connect: (o) => lms.connectAmt(port, o),
    connectTo: (other, o) => lms.connectAmt(other, o),
    overMei: lms.view().state === "open",
    close: async () => {},
  };
}

async function plainOrSecure(lms: Pick<ReturnType<typeof openLms>, "firstPort">, options: { signal: AbortSignal }) {
  try {
    return await lms.firstPort([PLAIN], options);
  } catch (error) {
    if (codeOf(error) === "LMS_NO_PORT") return SECURE;
    throw error;
  }
}

/** By the ports that the running service offers, or whoever has LME instead of it. Throws LmsError. */
export function throughPorts(
  lms: Snapshot["lms"],
  { clock, owners, serviceUid }: { clock: Clock; owners: TcpOwners; serviceUid: number | undefined },
): Way {
  const trusted = new Set(serviceUid === undefined ? [] : [serviceUid]);
  const to = ({ host, port }: Place, { signal }: { signal: AbortSignal }): Promise<Duplex> => {
    const refused = (cause: Error): Error =>
      new LmsError("LMS_FAILING", `nobody takes connections to AMT at ${host}:${port}`, { cause });
    return connectLocally({ host, port }, { signal, clock, owners, trusted, refused });
  };
  const place = placeIn(lms);
  return {
    overMei: false,
    tls: place.tls,
    connect: (options) => to(place, options),
    connectTo: async (port, options) => to(placeIn(lms, [port]), options),
    close: async () => {},
  };
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}
function placeIn(lms: Snapshot["lms"], wanted: readonly number[] = [PLAIN, SECURE]): Place {
  const states = new Map(lms?.ports.map((one) => [one.port, one]));
  for (const port of wanted) {
    const at = states.get(port)?.at[0];
    const [, host, number] = /^\[?(.*?)\]?:(\d+)$/.exec(at ?? "") ?? [];
    if (host !== undefined) return { host, port: Number(number), tls: port === SECURE };
  }
  if (lms?.state === "absent")
    throw new LmsError("LMS_ABSENT", "this ME has no local manageability: AMT is not there, or switched off");
  const [first = PLAIN] = wanted;
  if (lms?.state === "held") return { host: "127.0.0.1", port: first, tls: first === SECURE };
  if (lms?.state !== "open")
    throw new LmsError("LMS_FAILING", `the service has no session with AMT (${lms?.code ?? lms?.state ?? "yet"})`);
  const why = [...states.values()].filter(({ port }) => wanted.includes(port));
  if (why.length === 0)
    throw new LmsError("LMS_NO_PORT", `AMT does not offer port ${wanted.join(" or ")} on this machine`);
  throw new LmsError(
    "LMS_NOT_OFFERED",
    `the running service does not offer AMT's ports (${why.map(({ port, state }) => `${port}: ${state}`).join(", ")}): lms.listen in its configuration says where, amt-agent status what is in the way`,
  );
}

/** A single command has no log; what goes wrong comes out as its error. */
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
