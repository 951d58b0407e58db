import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { endianness } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isOwnAddress } from "../../agent/lms/guests.ts";
import { addressBytes, linuxTcpOwners, type TcpOwners, tcpTableOwners } from "../../platform/tcp-owner.ts";
import { folder } from "../support/program.ts";

const v4 = (address: string) =>
  ({ address, family: "IPv4", netmask: "", mac: "", internal: false, cidr: null }) as const;
const v6 = (address: string, scopeid = 0) =>
  ({ address, family: "IPv6", netmask: "", mac: "", internal: false, cidr: null, scopeid }) as const;
const interfaces = {
  eth0: [v4("192.0.2.10"), v6("2001:db8::1234:5678"), v6("fe80::1:2", 2)],
  wlan0: [v6("fe80::9", 3)],
};

describe("who is of this machine", () => {
  test.each(["127.0.0.1", "::1", "192.0.2.10", "2001:db8::1234:5678", "fe80::1:2%eth0", "fe80::1:2%2"])("%s", (one) =>
    expect(isOwnAddress(one, interfaces)).toBe(true),
  );
  test.each([
    ["the last byte differs, which Intel LMS does not see", "2001:db8::1234:5679"],
    ["the last byte differs", "192.0.2.11"],
    ["a neighbour's loopback", "127.0.0.2"],
    ["the address of another link", "fe80::1:2%wlan0"],
    ["no link at all", "fe80::1:2"],
    ["", ""],
  ])("not: %s", (_, one) => expect(isOwnAddress(one, interfaces)).toBe(false));
});

describe("addresses as bytes", () => {
  test.each([
    ["127.0.0.1", "7f000001"],
    ["::", "00".repeat(16)],
    ["::1", `${"00".repeat(15)}01`],
    ["fe80::1:2%eth0", "fe800000000000000000000000010002"],
    ["2001:db8:1:2:3:4:5:6", "20010db8000100020003000400050006"],
    ["1::", `0001${"00".repeat(14)}`],
    ["::ffff:192.0.2.10", "00000000000000000000ffffc000020a"],
  ])("%s", (one, hex) => expect(addressBytes(one).toString("hex")).toBe(hex));
  test("nothing else", () => expect(() => addressBytes("localhost")).toThrow(TypeError));
});

describe.runIf(endianness() === "LE")("whose a connection is", () => {
  const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  const line = (local: string, remote: string, uid: number, inode: number): string =>
    `   0: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 0000 20 4 30 10 -1\n`;
  const own = { address: "127.0.0.1", port: 0x4260 };
  const peer = (port: number) => ({ address: "127.0.0.1", port });
  const loopback = "0100007F";
  const mapped = "0000000000000000FFFF00000100007F";

  test("as the kernel prints it; a closed socket's zeros are nobody's", async () => {
    const at = folder();
    mkdirSync(at.in("net"));
    writeFileSync(
      join(at.in("net"), "tcp"),
      head +
        line(`${loopback}:4260`, `${loopback}:9C40`, 0, 77) +
        line(`${loopback}:9C40`, `${loopback}:4260`, 1000, 78) +
        line(`${loopback}:9C41`, `${loopback}:4260`, 0, 0) +
        line(`${loopback}:9C42`, `${loopback}:0050`, 1001, 79),
    );
    writeFileSync(
      join(at.in("net"), "tcp6"),
      head +
        line(`${mapped}:9C43`, `${mapped}:4260`, 1002, 80) +
        line("00000000000000000000000001000000:9C44", "00000000000000000000000001000000:4260", 1003, 81),
    );
    const { ownerOf } = tcpTableOwners({ procRoot: at.path });
    const ports = [0x9c40, 0x9c41, 0x9c42, 0x9c43];
    expect(await Promise.all(ports.map((port) => ownerOf({ peer: peer(port), own })))).toEqual([
      1000,
      undefined,
      undefined,
      1002,
    ]);
    const six = { peer: { address: "::1", port: 0x9c44 }, own: { address: "::1", port: 0x4260 } };
    expect(await ownerOf(six)).toBe(1003);
    at.remove();
  });
});

describe.runIf(process.platform === "linux")(
  "whose a real connection is, told by the kernel and by its tables alike",
  () => {
    const ways: [string, () => TcpOwners][] = [
      ["asked for", linuxTcpOwners],
      ["in the tables", tcpTableOwners],
    ];
    describe.each(ways)("%s", (_, owners) => {
      test.each([
        ["127.0.0.1", "127.0.0.1"],
        ["::1", "::1"],
        ["127.0.0.1", "::ffff:127.0.0.1"],
      ])("listening on %s, reached as %s", async (listens, reached) => {
        const { ownerOf } = owners();
        const server = createServer({ allowHalfOpen: true }).listen(0, listens);
        await once(server, "listening");
        const { port } = server.address() as AddressInfo;
        const client = connect(port, reached);
        const [accepted] = (await once(server, "connection")) as [Socket];
        const own = { address: accepted.localAddress as string, port };
        const peer = { address: accepted.remoteAddress as string, port: accepted.remotePort as number };
        expect(await ownerOf({ peer, own })).toBe(process.geteuid?.());
        expect(await ownerOf({ peer: { ...peer, port: 1 }, own })).toBeUndefined(); // nobody has it
        client.destroy();
        accepted.resume();
        await once(accepted, "end");
        expect(await ownerOf({ peer, own })).toBeUndefined(); // the kernel still has its half, its process has not
        accepted.destroy();
        server.close();
      });
    });

    test("a socket of another user is that user's", async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const script = `require("net").connect(${port}, "127.0.0.1").on("error", () => {})`;
      const user = process.geteuid?.() === 0 ? 65_534 : (process.geteuid?.() as number);
      const child = spawn(process.execPath, ["-e", script], { uid: user, stdio: "ignore" });
      const [accepted] = (await once(server, "connection")) as [Socket];
      const ends = {
        peer: { address: "127.0.0.1", port: accepted.remotePort as number },
        own: { address: "127.0.0.1", port },
      };
      expect(await Promise.all(ways.map(([, owners]) => owners().ownerOf(ends)))).toEqual([user, user]);
      const over = once(child, "exit");
      child.kill("SIGKILL");
      await over;
      accepted.destroy();
      server.close();
    });
  },
);
