import type { Trust } from "../../../mei/http/trust.ts";
import { createWsman } from "../../../mei/wsman/client.ts";
import type { Clock } from "../../../platform/clock.ts";
import { Secret } from "../../../platform/secret.ts";
import type { OutputOf, ReceivedBy, Routes } from "../../api/contract.ts";
import { wantedOf } from "../../api/wanted.ts";
import { inlineLeaves, wantedFrom } from "../../api/wanted-leaves.ts";
import type { Me } from "../../me.ts";
import { callMei } from "../../mei-call.ts";
import { openWsman } from "../../wsman/open.ts";
import type { Way } from "../../wsman/way.ts";
import { adminLogin } from "./admin-login.ts";
import { ConfigureError } from "./error.ts";
import type { Reach } from "./subject.ts";
import { configureNamed, readNamed, subjects } from "./subjects.ts";

export interface ConfigureWays {
  readonly me: Me;
  readonly clock: Clock;
  readonly trust: Trust | undefined;
  readonly openWay: (options: { readonly signal: AbortSignal }) => Promise<Way>;
}
type Asked = ReceivedBy<Routes["POST /v1/configure"]>;
type Answer = OutputOf<Routes["POST /v1/configure"]>;

const schemas = wantedOf(inlineLeaves);

/** One subject of this machine's AMT, through the session that the service has. Nothing of the request is kept. */
export async function configureByRequest(
  { subject, wanted: document, login, dryRun }: Asked,
  { me, clock, trust, openWay }: ConfigureWays,
  { signal }: { readonly signal: AbortSignal },
): Promise<Answer> {
  const wanted = document && wantedFrom(schemas, subject, document);
  const { virtual } = await me.describe({ signal });
  const ask: Reach["callMei"] = async (name, input) =>
    (await callMei(me, { name, input: { document: { ...input }, pairs: [] }, confirmed: true }, { signal })).reply;
  const use = async (reach: Reach): Promise<Answer> => {
    const head = { schema: "amt-agent.configure/1", subject, title: subjects[subject].title, virtual } as const;
    if (wanted === undefined) return { ...head, changes: [], result: "shown", now: await readNamed(subject, reach) };
    return { ...head, ...(await configureNamed(subject, wanted, reach, { dryRun })) };
  };
  if (subject === "amt") return use({ wsman: none, callMei: ask, login: nobody, clock, signal });
  if (login === undefined)
    throw new ConfigureError("CONFIGURE_INPUT", "login is needed: AMT's administrator and his password");
  const admin = adminLogin(login.user, new Secret(login.password));
  const opened = openWsman({ way: await openWay({ signal }), credentials: () => admin, trust, clock });
  try {
    return await use({ wsman: opened.wsman, callMei: ask, login: admin, clock, signal });
  } finally {
    await opened.close();
  }
}

const nobody = adminLogin("admin", new Secret(""));
/** Of what the ME itself is told: it has no web services, perhaps. */
const none = createWsman({
  post: async () => {
    throw new ConfigureError("CONFIGURE_ABSENT", "this is told to the ME, not to AMT's web services");
  },
});
