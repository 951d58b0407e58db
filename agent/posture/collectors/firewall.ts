import { seen, unknown, verdict } from "../check.ts";
import type { At } from "../collector.ts";
import type { HostView } from "../host-view.ts";
import { NoAnswer, reasonOf } from "../reasons.ts";
import type { Looked } from "./host-check.ts";
import { processNames } from "./process-names.ts";

const UFW = "/etc/ufw/ufw.conf";

/** ufw and firewalld say so themselves; else nftables is asked for a chain that drops what comes in. Only root may ask it. */
export async function judgeFirewall(host: HostView, { signal }: At): Promise<Looked> {
  const ufw = await host.textIfThere(UFW);
  if (ufw !== undefined && /^\s*ENABLED\s*=\s*yes\s*$/im.test(ufw))
    return { judged: verdict(true, "ufw", "on"), evidence: [seen(UFW, "ENABLED=yes")] };
  if ((await processNames(host)).has("firewalld"))
    return { judged: verdict(true, "firewalld", "on"), evidence: [seen("/proc", "firewalld runs")] };
  return byNftables(host, signal);
}

async function byNftables(host: HostView, signal: AbortSignal): Promise<Looked> {
  const output = await host.run("nft", ["-j", "list", "chains"], { signal }).catch((error: unknown) => {
    const reason = reasonOf(error);
    if (reason.code !== "refused") throw error;
    throw new NoAnswer("eperm", reason.detail); // nft says "Operation not permitted" and ends with 1
  });
  const incoming = chainsIn(output).filter(({ hook }) => hook === "input");
  const evidence = [seen("nft list chains", JSON.stringify(incoming))];
  if (incoming.length === 0) return { judged: verdict(false, "no chain for what comes in", "on"), evidence };
  if (incoming.some(({ policy }) => policy === "drop")) return { judged: verdict(true, "nftables", "on"), evidence };
  return {
    judged: unknown("no-rule", "its chains accept by default; what their rules drop is not judged", "nftables"),
    evidence,
  };
}

interface Chain {
  readonly hook?: unknown;
  readonly policy?: unknown;
}
function chainsIn(output: string): Chain[] {
  try {
    const { nftables } = JSON.parse(output) as { nftables: { chain?: Chain }[] };
    return nftables.flatMap(({ chain }) => (chain ? [{ hook: chain.hook, policy: chain.policy }] : []));
  } catch (cause) {
    throw new NoAnswer("malformed", `nft did not answer with its JSON (${(cause as Error).message.slice(0, 60)})`);
  }
}
