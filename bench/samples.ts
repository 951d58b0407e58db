import { readInfo } from "../agent/info/read.ts";
import { openMe } from "../agent/me.ts";
import { allCommands } from "../mei/catalogue.ts";
import type { MeiDriver } from "../mei/port.ts";
import { realClock as clock } from "../platform/clock.ts";
import { listMachines, openVirtual } from "../virtual-me/main.ts";

export interface Sample {
  readonly request: Buffer;
  readonly reply: Buffer | undefined;
}

/** One real exchange per command: what `info` asks of every virtual machine, and what they answer with success. */
export async function collect(): Promise<Map<string, Sample>> {
  const samples = new Map<string, Sample>();
  for (const { name } of await listMachines()) {
    const driver = await openVirtual({ machine: name, clock });
    const me = openMe(listening(driver, samples), { clock });
    await readInfo(me, { signal: new AbortController().signal });
    await me.close();
  }
  return samples;
}

function listening(driver: MeiDriver, samples: Map<string, Sample>): MeiDriver {
  return {
    ...driver,
    name: driver.name,
    describe: (o) => driver.describe(o),
    close: () => driver.close(),
    async connect(client, options) {
      const connection = await driver.connect(client, options);
      let asked: Buffer | undefined;
      return {
        client: connection.client,
        maxMessage: connection.maxMessage,
        version: connection.version,
        generation: connection.generation,
        virtual: connection.virtual,
        close: () => connection.close(),
        send(message, o) {
          asked = Buffer.from(message);
          return connection.send(message, o);
        },
        async receive(o) {
          const reply = await connection.receive(o);
          const request = asked;
          const command = request && allCommands.find((c) => c.client === client && c.recognises(request));
          if (command && request && answers(() => command.decodeReply(reply)))
            samples.set(command.name, { request, reply: Buffer.from(reply) });
          return reply;
        },
      };
    },
  };
}

function answers(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch {
    return false; // a refusal is no sample of the reply's body
  }
}
