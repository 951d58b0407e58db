import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { peerOf } from "../../platform/peer.ts";

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function connected(address: string | number): Promise<{ accepted: Socket; client: Socket }> {
  const server: Server = createServer();
  typeof address === "string" ? server.listen(address) : server.listen(address, "127.0.0.1");
  await once(server, "listening");
  cleanUp.push(() => new Promise((resolve) => server.close(resolve)));
  const bound = server.address();
  const client = typeof bound === "string" ? connect(bound) : connect(bound!.port, "127.0.0.1");
  const [accepted] = (await once(server, "connection")) as [Socket];
  cleanUp.push(
    () => client.destroy(),
    () => accepted.destroy(),
  );
  return { accepted, client };
}
function socketPath(): string {
  const directory = mkdtempSync(join(tmpdir(), "peer-"));
  cleanUp.push(() => rmSync(directory, { recursive: true }));
  return join(directory, "socket");
}

describe.runIf(process.platform === "linux")("peer of a unix socket", () => {
  test("is this process, seen from both ends", async () => {
    const { accepted, client } = await connected(socketPath());
    const us = { pid: process.pid, uid: process.geteuid!(), gid: process.getegid!() };
    expect(peerOf(accepted)).toEqual(us);
    expect(peerOf(client)).toEqual(us);
  });

  test("is unknown on a TCP socket, on a closed one, and where Node keeps the descriptor elsewhere", async () => {
    const refusal = expect.objectContaining({ code: "PEER_UNKNOWN" });
    const tcp = await connected(0);
    expect(() => peerOf(tcp.accepted)).toThrow(refusal);
    const unix = await connected(socketPath());
    unix.accepted.destroy();
    expect(() => peerOf(unix.accepted)).toThrow(refusal);
    expect(() => peerOf({} as Socket)).toThrow(refusal);
    expect(() => peerOf({ _handle: { fd: "3" } } as unknown as Socket)).toThrow(refusal);
  });
});
