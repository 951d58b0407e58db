import { type SubjectName, type Wanted, wantedOf } from "../../agent/api/wanted.ts";
import { inlineLeaves, wantedFrom } from "../../agent/api/wanted-leaves.ts";
import { openMe } from "../../agent/me.ts";
import { callMei } from "../../agent/mei-call.ts";
import type { Outcome } from "../../agent/provisioning/configure/run.ts";
import type { Reach } from "../../agent/provisioning/configure/subject.ts";
import { configureNamed } from "../../agent/provisioning/configure/subjects.ts";
import { throughLme } from "../../agent/wsman/way.ts";
import { createHttpClient } from "../../mei/http/client.ts";
import { overTls } from "../../mei/http/tls.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { createWsman } from "../../mei/wsman/client.ts";
import { realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { noTcpOwners } from "../../platform/tcp-owner.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";

export interface ConfiguredMachine {
  readonly me: VirtualMe;
  readonly reach: Reach;
  /** Envelopes that were posted, in their order. */
  readonly requests: readonly string[];
  /** Names of the ME commands that were sent beside them. */
  readonly commands: readonly string[];
  /** Those of `requests` that change something, as `Method` or `Put CLASS`. */
  writes(): string[];
  configure<N extends SubjectName>(name: N, document: unknown, options?: { dryRun?: boolean }): Promise<Outcome>;
  close(): Promise<void>;
}

const schemas = wantedOf(inlineLeaves);
const reads = /^(Get|Enumerate|Pull|Get\w+|ReadRecords|GeneratePKCS10RequestEx)$/;

/** What a request asks for, by its own action. */
export function actionOf(envelope: string): string {
  const action = /Action[^>]*>([^<]+)</.exec(envelope)?.[1] ?? "";
  const [, className = "", method = ""] = /([A-Z]+_\w+)\/(\w+)$/.exec(action) ?? [];
  if (className !== "") return method;
  const verb = action.slice(action.lastIndexOf("/") + 1);
  return `${verb} ${/ResourceURI[^>]*>[^<]*\/([A-Z]+_\w+)</.exec(envelope)?.[1] ?? ""}`;
}

/** A virtual machine with everything that configuring needs, over HTTP through its LME, and each request kept. */
export async function configuredMachine(
  name: string,
  password = virtualPassword,
  through: (driver: MeiDriver) => MeiDriver = (driver) => driver,
): Promise<ConfiguredMachine> {
  const { signal } = new AbortController();
  const me = await createVirtualMe(name, { clock: realClock });
  const driver = through(virtualDriver(me));
  const host = openMe(driver, { clock: realClock });
  const way = await throughLme(driver, { clock: realClock, signal, owners: noTcpOwners, mayBeTls: true });
  const hash = way.tls ? (await me.web()).web.identity.hash("sha256") : undefined;
  let current = new Secret(password);
  const login = {
    user: "admin",
    get password() {
      return current;
    },
    renew(next: Secret) {
      current = next;
    },
  };
  const connect = hash ? overTls(way.connect, { trust: { by: "hash", algorithm: "sha256", hash } }) : way.connect;
  const http = createHttpClient({ connect, clock: realClock, credentials: () => login });
  const requests: string[] = [];
  const commands: string[] = [];
  const wsman = createWsman({
    async post(body, options) {
      requests.push(body);
      const headers = { "Content-Type": "application/soap+xml;charset=UTF-8" };
      const sending = options.repeatable ? "repeatable" : "once";
      return http.request({ method: "POST", path: "/wsman", headers, body, sending }, { signal: options.signal });
    },
  });
  const reach: Reach = {
    wsman,
    async callMei(command, input) {
      commands.push(command);
      const given = { name: command, input: { document: { ...input }, pairs: [] }, confirmed: true };
      return (await callMei(host, given, { signal })).reply;
    },
    login,
    clock: realClock,
    signal,
  };
  return {
    me,
    reach,
    requests,
    commands,
    writes: () => requests.map(actionOf).filter((action) => !reads.test(action.split(" ")[0] ?? "")),
    configure: (subject, document, { dryRun = false } = {}) =>
      configureNamed(subject, wantedFrom(schemas, subject, document) as Wanted[typeof subject], reach, { dryRun }),
    async close() {
      http.close();
      await way.close();
      await host.close();
      me.close();
    },
  };
}
