import type { Credentials } from "../../mei/http/login.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Info } from "../api/info.ts";
import type { PrivacyReport } from "../api/privacy.ts";
import { message } from "../api/texts.ts";
import { openWeb, type Reach } from "../provisioning/web.ts";
import { nothingGuarded, readGuarded } from "./guarded.ts";
import { configured, type Readings } from "./readings.ts";
import { report } from "./report.ts";

export interface PrivacySources {
  /** Everything the ME says without a password. */
  readonly info: () => Promise<Info>;
  /** AMT's web service, as whoever reads; called only where AMT is set up. */
  readonly open: (options: { signal: AbortSignal }) => Promise<Wsman>;
  /** Does the service run, which writes down what AMT does? */
  readonly service: boolean;
  readonly clock: Clock;
}

/** Reads, and changes nothing. Rejects where the ME itself cannot be asked; all else that cannot be read is in the report, with its reason. */
export const readPrivacy = async (
  sources: PrivacySources,
  options: { readonly signal: AbortSignal },
): Promise<PrivacyReport> => report(await readings(sources, options));

async function readings(
  { info: readInfo, open, service, clock }: PrivacySources,
  { signal }: { readonly signal: AbortSignal },
): Promise<Readings> {
  const info = await readInfo();
  const isClosed = info.amt.present === false || configured(info) === false;
  const guarded = isClosed
    ? nothingGuarded({ why: message("unknown.not-configured", {}) })
    : await readGuarded(open, { signal });
  return { info, guarded, service, at: clock.now().toISOString() };
}

/** The same over a session with the ME: as `login`, else as AMT's account for this machine's programs, whose password stays here. */
export const readPrivacyBy = async (
  sources: SourcesBy,
  options: { readonly signal: AbortSignal },
): Promise<PrivacyReport> => report(await readingsBy(sources, options));

type SourcesBy = Omit<PrivacySources, "open" | "clock"> & {
  readonly reach: Reach;
  readonly login?: Credentials | undefined;
};
/** What such a report is made of. */
export async function readingsBy(
  { reach, login, ...sources }: SourcesBy,
  options: { readonly signal: AbortSignal },
): Promise<Readings> {
  const web = openWeb(reach, () => {});
  try {
    const open: PrivacySources["open"] = (o) => (login ? web.as(login, o) : web.asSystem(o));
    return await readings({ ...sources, clock: reach.clock, open }, options);
  } finally {
    await web.close();
  }
}
