import type { Instance } from "../../../mei/wsman/resource.ts";
import { generalSettings } from "../../../mei/wsman/resources/setup.ts";
import type { Change, Subject } from "./subject.ts";

type Settings = Instance<typeof generalSettings>;

/** AMT's own name (rpc.md 3.16). The whole object goes back, with what newer firmware has in it: AMT takes no single properties. */
export const hostname: Subject<"hostname", Settings, Settings> = {
  name: "hostname",
  title: "Host name",
  read: ({ wsman, signal }) => wsman.get(generalSettings, { signal }),
  plan(now, { host, domain, shared }) {
    const next: Settings = {
      ...now,
      ...(host !== undefined && { HostName: host }),
      ...(domain !== undefined && { DomainName: domain }),
      ...(shared !== undefined && { SharedFQDN: shared }),
    };
    const names = { HostName: "host", DomainName: "domain", SharedFQDN: "shared" } as const;
    const different = (Object.keys(names) as (keyof typeof names)[]).filter(
      (name) => (now[name] ?? "") !== (next[name] ?? ""),
    );
    if (different.length === 0) return [];
    const part = (from: Settings) =>
      Object.fromEntries(different.map((name) => [names[name], from[name] ?? null] as const));
    const change: Change<Settings> = {
      name: different.map((name) => names[name]).join(", "),
      before: part(now),
      after: part(next),
      act: next,
    };
    return [change];
  },
  async carryOut({ wsman, signal }, next) {
    await wsman.put(generalSettings, next, { signal });
  },
  show: ({ HostName = null, DomainName = null, SharedFQDN = null }) => ({
    host: HostName,
    domain: DomainName,
    shared: SharedFQDN,
  }),
};
