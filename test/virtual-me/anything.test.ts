import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allCommands } from "../../mei/catalogue.ts";
import { allClients } from "../../mei/clients.ts";
import { StatusError } from "../../mei/errors.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { arbitrary, noise } from "../support/arbitrary.ts";
import { steppedClock } from "../support/stepped-clock.ts";

/** Sends raw bytes to one client; what comes back, in order. */
function talk(me: VirtualMe, uuid: string): { send(request: Buffer): Buffer[]; close(): void } {
  let replies: Buffer[] = [];
  const link = me.connect(uuid, "test", { message: (reply) => replies.push(reply), gone() {} });
  return {
    send(request) {
      replies = [];
      link.send(request);
      return replies;
    },
    close: () => link.close(),
  };
}

describe.each(["unprovisioned-9", "ccm-12", "unprovisioned-19", "acm-16-tls"])(
  "whatever a host sends to %s",
  (name) => {
    test("any request of any command gets one reply that its declaration reads, within the client's limit", async () => {
      const me = await createVirtualMe(name, { clock: steppedClock() });
      for (const command of allCommands) {
        const limits = me.machine.facts.clients.value[command.client.name];
        if (!limits) continue;
        const { send, close } = talk(me, command.client.uuid);
        fc.assert(
          fc.property(arbitrary(command.requestShape), (value) => {
            const replies = send(command.encodeRequest(value));
            expect(replies).toHaveLength(command.silent && replies.length === 0 ? 0 : 1);
            for (const reply of replies) {
              expect(reply.length).toBeLessThanOrEqual(limits.maxMessage);
              try {
                command.decodeReply(reply);
              } catch (error) {
                if (!(error instanceof StatusError)) throw error;
              }
            }
          }),
          { numRuns: 40 },
        );
        close();
      }
      me.close();
    });
    test("noise gets at most one reply, and the ME lives on", async () => {
      const me = await createVirtualMe(name, { clock: steppedClock() });
      for (const { name: client, uuid } of allClients) {
        if (!(client in me.machine.facts.clients.value)) continue;
        const { send, close } = talk(me, uuid);
        fc.assert(
          fc.property(noise(64), (bytes) => {
            expect(send(bytes).length).toBeLessThanOrEqual(1);
          }),
          { numRuns: 200 },
        );
        close();
      }
      expect(me.open).toBe(0);
      me.close();
    });
  },
);
