import { getFqdn, setHostFqdn } from "../../mei/amthi/network.ts";
import { amthi } from "../../mei/clients.ts";
import type { HostNetwork } from "../../platform/host-network.ts";
import { tame } from "../events/heard.ts";
import type { Me } from "../me.ts";
import type { Came, Work } from "./work.ts";

/** As Intel's LMS (lms.md 4.8). */
const EVERY = 3_600_000;
const NAME = /^(?=.{1,255}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** The PC's whole name, as far as the system tells it; undefined: it has none that another machine could use. Pure. */
export function wholeName({ name, dnsSuffix }: Pick<HostNetwork, "name" | "dnsSuffix">): string | undefined {
  const whole = name.includes(".") || dnsSuffix === null || dnsSuffix === "." ? name : `${name}.${dnsSuffix}`;
  const plain = whole.replace(/\.$/, "");
  return NAME.test(plain) && !/^localhost(\.|$)/i.test(plain) ? plain : undefined;
}

/** Tells AMT this PC's name, where AMT shares it. Nothing of this PC is changed, /etc/hosts neither. */
export function nameWork({
  me,
  network,
}: {
  readonly me: Pick<Me, "session">;
  readonly network: () => Pick<HostNetwork, "name" | "dnsSuffix">;
}): Work {
  const ask = (signal: AbortSignal) => getFqdn.call(me.session(amthi), {}, { signal });
  async function carryOut(signal: AbortSignal): Promise<Came> {
    const { shared, fqdn } = await ask(signal);
    if (!shared) return { is: "refused", value: tame(fqdn) };
    const wanted = wholeName(network());
    if (wanted === undefined) return { is: "failing", code: "HOST_NAME_NONE" };
    if (fqdn.toLowerCase() === wanted.toLowerCase()) return { is: "right", value: tame(fqdn), changed: undefined };
    await setHostFqdn.call(me.session(amthi), { fqdn: wanted }, { signal });
    const { fqdn: after } = await ask(signal);
    if (after.toLowerCase() !== wanted.toLowerCase()) return { is: "failing", code: "HOST_SERVICE_NOT_TAKEN" };
    return { is: "right", value: tame(after), changed: tame(fqdn) };
  }
  return { name: "name", every: EVERY, carryOut: ({ signal }) => carryOut(signal) };
}
