import type { SubjectName, Wanted } from "../../api/wanted.ts";
import { amt } from "./amt.ts";
import { audit } from "./audit.ts";
import { cira } from "./cira.ts";
import { clock } from "./clock.ts";
import { features } from "./features.ts";
import { hostname } from "./hostname.ts";
import { mebxPassword } from "./mebx-password.ts";
import { password } from "./password.ts";
import { presence } from "./presence.ts";
import { proxy } from "./proxy.ts";
import { type ConfigureOptions, configure, type Outcome, type Prepared, prepare } from "./run.ts";
import type { Reach, Subject } from "./subject.ts";
import { tls } from "./tls.ts";
import { wifi } from "./wifi.ts";
import { wired } from "./wired.ts";

/** Every subject by its name. */
export const subjects = {
  amt,
  audit,
  cira,
  clock,
  features,
  hostname,
  "mebx-password": mebxPassword,
  password,
  presence,
  proxy,
  tls,
  wifi,
  wired,
} as const satisfies { readonly [N in SubjectName]: unknown };

/** `configure` for a subject that is known by its name only. */
export const configureNamed = <N extends SubjectName>(
  name: N,
  wanted: Wanted[N],
  at: Reach,
  options: ConfigureOptions,
): Promise<Outcome> =>
  // The table above gives each name its own subject, which the compiler cannot follow through a union
  configure(subjects[name] as unknown as Subject<N, unknown, unknown>, wanted, at, options);

export const prepareNamed = <N extends SubjectName>(name: N, wanted: Wanted[N], at: Reach): Promise<Prepared> =>
  prepare(subjects[name] as unknown as Subject<N, unknown, unknown>, wanted, at);

/** What a subject is now, without wanting anything. */
export async function readNamed(name: SubjectName, at: Reach) {
  const subject = subjects[name] as unknown as Subject<typeof name, unknown, unknown>;
  return subject.show(await subject.read(at));
}
