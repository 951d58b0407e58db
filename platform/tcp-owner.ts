import { readFile } from "node:fs/promises";
import { isIPv4, isIPv6 } from "node:net";
import { endianness } from "node:os";

export interface TcpEnd {
  readonly address: string;
  readonly port: number;
}
/** Whose process has the other end of a TCP connection within this machine. */
export interface TcpOwners {
  /** `peer` and `own` as our end of the connection sees them. undefined: the system does not tell, or that process has gone. */
  ownerOf(ends: { readonly peer: TcpEnd; readonly own: TcpEnd }): Promise<number | undefined>;
  /** Whether the system tells. */
  readonly tells: boolean;
}

/** Linux: the kernel is asked for the one socket; where it does not answer such questions, its tables are read. */
export function linuxTcpOwners(): TcpOwners {
  const table = tcpTableOwners();
  let diag: Promise<typeof import("./native/sock-diag.ts") | undefined> | undefined;
  return {
    async ownerOf(ends) {
      const { peer, own } = ends;
      diag ??= import("./native/sock-diag.ts");
      const asked = await diag;
      // A link-local address is looked up by its interface too, which an address in text need not name
      if (!asked || own.address.includes("%")) return table.ownerOf(ends);
      const end = ({ address, port }: TcpEnd) => ({ address: addressBytes(address), port });
      const [theirs, ours] = [end(peer), end(own)]; // what is no address is not the kernel's fault
      try {
        const found = asked.tcpSocket(theirs, ours);
        return found === undefined || found.inode === 0 ? undefined : found.uid;
      } catch {
        diag = Promise.resolve(undefined); // a sandbox without netlink, a kernel without tcp_diag: that does not change
        return table.ownerOf(ends);
      }
    },
    tells: true,
  };
}

/**
 * By /proc/net/tcp and tcp6 (proc(5)). Many questions at once share one reading of the two files: the kernel walks all of its table for
 * them, milliseconds on a machine with much memory.
 */
export function tcpTableOwners({ procRoot = "/proc" }: { procRoot?: string } = {}): TcpOwners {
  let next: Promise<Map<string, number>> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** One that begins after the question, so that the connection is in it. */
  function reading(): Promise<Map<string, number>> {
    next ??= last.then(() => {
      next = undefined;
      const read = readOwners(procRoot);
      last = read.catch(() => {}); // whoever asked is told; the next reading only waits for this one's end
      return read;
    });
    return next;
  }
  return {
    async ownerOf({ peer, own }) {
      const keys = tableKeys(peer, own);
      const found = (owners: Map<string, number>): number | undefined =>
        keys.map((key) => owners.get(key)).find((uid) => uid !== undefined);
      // The kernel walks its table in pieces: a connection that others make room for can be missed once
      return found(await reading()) ?? found(await reading());
    },
    tells: true,
  };
}

/** Where the system does not tell. */
export const noTcpOwners: TcpOwners = { ownerOf: async () => undefined, tells: false };

export const tcpOwnersOf = (platform: NodeJS.Platform): TcpOwners =>
  platform === "linux" ? linuxTcpOwners() : noTcpOwners;

async function readOwners(procRoot: string): Promise<Map<string, number>> {
  const owners = new Map<string, number>();
  for (const name of ["tcp", "tcp6"]) {
    let text: string;
    try {
      text = await readFile(`${procRoot}/net/${name}`, "latin1");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") continue; // a kernel without IPv6
      throw error;
    }
    for (const line of text.split("\n").slice(1)) addOwner(owners, line);
  }
  return owners;
}

/**
 * `sl local remote st queues timer retransmits uid timeout inode ...`. A socket that its process has closed has inode 0 and says uid 0
 * whoever owned it: it must not pass for root's.
 */
function addOwner(owners: Map<string, number>, line: string): void {
  const [, local, remote, , , , , uid, , inode] = line.trim().split(/\s+/);
  if (local === undefined || remote === undefined || uid === undefined || inode === undefined) return;
  if (inode === "0" || !/^\d+$/.test(uid)) return;
  owners.set(`${local} ${remote}`, Number(uid));
}

/** How the peer's line begins: as IPv4, and as IPv6 with an IPv4 address in it, as programs with one socket for both connect. */
function tableKeys(peer: TcpEnd, own: TcpEnd): string[] {
  const forms = isIPv4(peer.address) ? [(a: string) => a, (a: string) => `::ffff:${a}`] : [(a: string) => a];
  return forms.map((form) => `${inTable(form(peer.address), peer.port)} ${inTable(form(own.address), own.port)}`);
}

/** Words of four bytes, printed as numbers of this machine's byte order, and the port. */
function inTable(address: string, port: number): string {
  const bytes = addressBytes(address);
  const words: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const word = bytes.subarray(at, at + 4);
    words.push((endianness() === "LE" ? Buffer.from(word).reverse() : word).toString("hex"));
  }
  return `${words.join("")}:${port.toString(16).padStart(4, "0")}`.toUpperCase();
}

/** The 4 or 16 bytes of an address in text; a zone behind `%` is left out. Throws TypeError for what is no address. */
export function addressBytes(address: string): Buffer {
  const text = address.replace(/%.*$/, "");
  if (isIPv4(text)) return Buffer.from(text.split(".").map(Number));
  if (!isIPv6(text)) throw new TypeError(`${address} is no IP address`);
  const plain = text.replace(/\d+\.\d+\.\d+\.\d+$/, (v4) => {
    const hex = addressBytes(v4).toString("hex");
    return `${hex.slice(0, 4)}:${hex.slice(4)}`;
  });
  const [head = "", tail] = plain.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const before = groups(head);
  const after = groups(tail ?? "");
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill("0");
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, "0")).join(""), "hex");
}
