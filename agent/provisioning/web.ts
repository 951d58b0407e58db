import { amthi } from "../../mei/clients.ts";
import type { Credentials, GiveCredentials } from "../../mei/http/login.ts";
import type { TlsOptions } from "../../mei/http/tls.ts";
import type { Trust } from "../../mei/http/trust.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Secret } from "../../platform/secret.ts";
import { type Message, message } from "../api/texts.ts";
import type { Me } from "../me.ts";
import { type OpenedWsman, openWsman, presentedAt } from "../wsman/open.ts";
import { osAdmin } from "../wsman/os-admin.ts";
import type { Way } from "../wsman/way.ts";

/** What an operation has to work with: this machine's ME, and the way to its web server, opened when first needed. */
export interface Reach {
  readonly me: Me;
  openWay(options: { signal: AbortSignal }): Promise<Way>;
  /** What was configured to trust in; without it, what the ME itself shows through its own device. */
  readonly trust: Trust | undefined;
  readonly clock: Clock;
}

/** During secure host-based configuration both sides are known by their certificates (rpc.md 3.4). */
export interface Armed {
  readonly trust: Trust;
  readonly client: NonNullable<TlsOptions["client"]>;
}

/** AMT's web services on one session, as one user after the other. */
export interface Web {
  /** As the account AMT keeps for this machine's programs. */
  asSystem(options: { signal: AbortSignal }): Promise<Wsman>;
  /** As somebody who has a login of their own. */
  as(login: Credentials, options: { signal: AbortSignal }): Promise<Wsman>;
  /** Beside WS-Management, on the same session: as `login`, else as the account for this machine's programs. */
  http(login: Credentials | undefined, options: { signal: AbortSignal }): Promise<OpenedWsman["http"]>;
  /** As AMT's administrator, anew: nothing of what was known of an earlier login counts. */
  asOwner(password: Secret, options: { signal: AbortSignal; armed?: Armed }): Promise<Wsman>;
  close(): Promise<void>;
}

export function openWeb(reach: Reach, onNote: (note: Message) => void): Web {
  let way: Promise<Way> | undefined;
  let current: { readonly who: string; readonly opened: OpenedWsman } | undefined;
  let trusted: Trust | undefined = reach.trust;

  const theWay = (signal: AbortSignal): Promise<Way> => {
    way ??= reach.openWay({ signal });
    way.catch(() => {
      way = undefined; // the next step tries again
    });
    return way;
  };
  /** No program of this machine can stand between us and the ME's own device: what is shown there is what the ME gave over MEI. */
  async function trustAt({ overMei, connect }: Way, signal: AbortSignal): Promise<Trust | undefined> {
    if (trusted || !overMei) return trusted;
    const { subject, sha256 } = await presentedAt(connect, { signal });
    onNote(message("provisioning.note.certificate", { subject, sha256 }));
    trusted = { by: "hash", algorithm: "sha256", hash: Buffer.from(sha256, "hex") };
    return trusted;
  }
  async function open(
    who: string,
    credentials: GiveCredentials,
    signal: AbortSignal,
    armed?: Armed,
  ): Promise<OpenedWsman> {
    if (current?.who === who) return current.opened;
    await current?.opened.close();
    current = undefined;
    const at = await theWay(signal);
    const trust = armed?.trust ?? (at.tls ? await trustAt(at, signal) : undefined);
    const shared: Way = { ...at, close: async () => {} };
    const opened = openWsman({
      way: shared,
      credentials,
      trust,
      clock: reach.clock,
      ...(armed && { client: armed.client }),
    });
    current = { who, opened };
    return opened;
  }
  const system = (signal: AbortSignal): Promise<OpenedWsman> =>
    open("system", (options) => osAdmin(reach.me.session(amthi), options), signal);
  return {
    asSystem: async ({ signal }) => (await system(signal)).wsman,
    as: async (login, { signal }) => (await open("user", () => login, signal)).wsman,
    http: async (login, { signal }) => (await (login ? open("user", () => login, signal) : system(signal))).http,
    asOwner: async (password, { signal, armed }) =>
      (await open(armed ? "armed" : "owner", () => ({ user: "admin", password }), signal, armed)).wsman,
    async close() {
      await current?.opened.close();
      current = undefined;
      const opened = await way?.catch(() => undefined);
      await opened?.close();
    },
  };
}
