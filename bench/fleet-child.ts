import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { type MqttSession, openMqtt } from "../agent/posture/delivery/mqtt/session.ts";
import { realClock, sleep } from "../platform/clock.ts";

/** A part of a fleet: agents that connect one after the other, stay, and report at a time of their own. */
export interface FleetOrder {
  readonly port: number;
  /** The broker's certificate; without it nothing is encrypted. */
  readonly ca?: string;
  readonly first: number;
  readonly agents: number;
  /** s in which they are to connect, and again as many in which they report, once all are there. */
  readonly seconds: number;
  readonly report: string;
}
export interface FleetSeen {
  /** s until all were connected, or had failed. */
  readonly ramp: number;
  /** ms that each connection took: TCP, TLS, and the broker's word that it is let in. */
  readonly connected: readonly number[];
  /** ms from the report to the broker's acknowledgement. */
  readonly acknowledged: readonly number[];
  /** ms since the epoch of each of them. */
  readonly at: readonly number[];
  readonly failed: readonly string[];
}

process.once("message", (order: FleetOrder) => void run(order));

async function run({ port, ca, first, agents, seconds, report }: FleetOrder): Promise<void> {
  const context = ca === undefined ? undefined : createSecureContext({ ca: readFileSync(ca) });
  const payload = Buffer.from(report);
  const connected: number[] = [];
  const acknowledged: number[] = [];
  const at: number[] = [];
  const failed: string[] = [];
  const began = performance.now();
  let ramp = 0;
  let allThere = (): void => {};
  const whole = new Promise<void>((resolve) => {
    allThere = () => {
      ramp = (performance.now() - began) / 1_000;
      resolve();
    };
  });
  async function agent(number: number): Promise<void> {
    const { signal } = new AbortController();
    const pause = (ms: number): Promise<void> => sleep(realClock, ms, { signal });
    const id = `agent-${first + number}`;
    let session: MqttSession | undefined;
    try {
      await pause((number / agents) * seconds * 1_000);
      const called = performance.now();
      session = await openMqtt({ host: "localhost", port, context }, { clientId: id }, { signal });
      connected.push(performance.now() - called);
      if (connected.length + failed.length === agents) allThere();
      await whole;
      await pause(Math.random() * seconds * 1_000);
      const start = performance.now();
      await session.publish({
        topic: `amt-agent/posture/${id}`,
        payload,
        expiry: 604_800,
        contentType: "application/json",
        userProperties: { id, sequence: "1", signer: id, digest: `sha256:${"0".repeat(64)}` },
      });
      acknowledged.push(performance.now() - start);
      at.push(Date.now());
    } catch (error) {
      failed.push((error as NodeJS.ErrnoException).code ?? String(error));
      if (session === undefined && connected.length + failed.length === agents) allThere();
    } finally {
      session?.close();
    }
  }
  await Promise.all(Array.from({ length: agents }, (_, number) => agent(number)));
  process.send?.({ ramp, connected, acknowledged, at, failed } satisfies FleetSeen, () => process.disconnect());
}
