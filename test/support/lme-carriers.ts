import { setImmediate as turn } from "node:timers/promises";
import type { Carrier } from "../../mei/apf/endpoint.ts";
import { lme } from "../../mei/clients.ts";
import { connectClient } from "../../mei/drivers/connect-ioctl.ts";
import { MeiError } from "../../mei/errors.ts";
import { guidToBytes } from "../../mei/wire/index.ts";
import type { FuseKernel } from "./fuse-kernel.ts";
import type { TestHost } from "./hbm-host.ts";

/** Looks again each turn of the loop until there is something, or the signal aborts. */
async function found<T>(look: () => T | undefined, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const one = look();
    if (one !== undefined) return one;
    await turn();
  }
}
const gone = (): MeiError => new MeiError("ME_GONE", "the ME was reset");

/** LME through a character device. */
export function cuseCarrier(kernel: FuseKernel): Carrier {
  const { fh } = kernel.open();
  const { errno, body } = kernel.now(kernel.ioctl(fh, connectClient, guidToBytes(lme.uuid) as Buffer));
  if (errno) throw new Error(`connecting: errno ${errno}`);
  return {
    maxMessage: body.readUInt32LE(16),
    async send(message, { signal }) {
      const written = kernel.write(fh, message);
      const answer = await found(() => kernel.answerTo(written), signal);
      if (answer.errno) throw gone();
    },
    async receive({ signal }) {
      const read = kernel.read(fh, 4_096);
      const answer = await found(() => kernel.answerTo(read), signal);
      if (answer.errno) throw gone();
      return answer.body;
    },
    async close() {
      kernel.release(fh);
    },
  };
}

/** LME through the bus, as a host with one packet of 512 bytes: gives credit for one message at a time and waits for the ME's. */
export function busCarrier(host: TestHost): Carrier {
  const AT = 1;
  host.start();
  const address = host.addressOf(lme.uuid);
  const { maxMessage } = host.enumerate().find((client) => client.address === address) ?? { maxMessage: 0 };
  if (host.connect(address, AT) !== 0) throw new Error("not connected");
  let credits = 1;
  const next = (me: number, at: number): Buffer | undefined => {
    try {
      return host.message(me, at);
    } catch {
      return undefined; // none has come
    }
  };
  const isDown = (): boolean => host.letters.includes("X", start);
  const start = host.letters.length;
  return {
    maxMessage,
    async send(message, { signal }) {
      await found(() => {
        if (isDown()) throw gone();
        for (let bus = next(0, 0); bus; bus = next(0, 0)) if (bus[0] === 0x08) credits += 1;
        return credits > 0 ? true : undefined;
      }, signal);
      credits -= 1;
      host.send(address, AT, message);
    },
    receive({ signal }) {
      host.credit(address, AT);
      return found(() => {
        if (isDown()) throw gone();
        return next(address, AT);
      }, signal);
    },
    async close() {},
  };
}
