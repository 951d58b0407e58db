import type { PrivacyReport, PrivacyTopicName } from "../../agent/api/privacy.ts";
import { readInfo } from "../../agent/info/read.ts";
import { openMe } from "../../agent/me.ts";
import { readingsBy, readPrivacyBy } from "../../agent/privacy/read.ts";
import type { Readings } from "../../agent/privacy/readings.ts";
import { throughLme } from "../../agent/wsman/way.ts";
import { realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { noTcpOwners } from "../../platform/tcp-owner.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import type { Fault } from "../../virtual-me/faults.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";

export interface ReadMachine {
  readonly me: VirtualMe;
  read(options?: { asAdmin?: boolean; link?: boolean }): Promise<PrivacyReport>;
  /** What such a report is made of. */
  readings(options?: { asAdmin?: boolean }): Promise<Readings>;
  close(): Promise<void>;
}

/** A virtual machine whose privacy report is read as `amt-agent privacy` does it without a service. */
export async function machineToRead(name: string, faults: readonly Fault[] = []): Promise<ReadMachine> {
  const { signal } = new AbortController();
  const me = await createVirtualMe(name, { clock: realClock, faults });
  const driver = virtualDriver(me);
  const host = openMe(driver, { clock: realClock });
  const sources = ({
    asAdmin = false,
    link = true,
  }: Parameters<ReadMachine["read"]>[0] = {}): Parameters<typeof readingsBy>[0] => ({
    reach: {
      me: host,
      clock: realClock,
      trust: undefined,
      openWay: async (options) => {
        if (!link) throw Object.assign(new Error("no link"), { code: "LMS_FAILING" });
        return throughLme(driver, { clock: realClock, owners: noTcpOwners, mayBeTls: true, ...options });
      },
    },
    login: asAdmin ? { user: "admin", password: new Secret(virtualPassword) } : undefined,
    info: () => readInfo(host, { signal }),
    service: false,
  });
  return {
    me,
    read: (options) => readPrivacyBy(sources(options), { signal }),
    readings: (options) => readingsBy(sources(options), { signal }),
    async close() {
      await host.close();
      me.close();
    },
  };
}

/** What a report says of one topic, as `open: text`. */
export const saysOf = (report: PrivacyReport, name: PrivacyTopicName): string[] =>
  report.topics
    .filter(({ topic }) => topic === name)
    .flatMap(({ findings }) => findings.map(({ state, message }) => `${state}: ${message.text}`));
