import { chmodSync, lstatSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { dirname, join } from "node:path";

/** The socket cannot be made where it was asked for. */
export class SocketPlaceError extends Error {
  override name = "SocketPlaceError";
  readonly code: "SOCKET_IN_USE" | "SOCKET_DENIED";
  constructor(code: SocketPlaceError["code"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export interface Place {
  /** Where to listen first: in a directory that only we may enter. */
  readonly listenAt: string;
  /** Makes it 0600 and moves it to its path: nobody else can connect at any moment. */
  publish(): void;
  remove(): void;
}

/** Prepares a unix socket at `path`. One that a dead process left there is replaced; anything alive, or that is no socket, is not. */
export async function ownSocket(path: string): Promise<Place> {
  const there = lstat(path);
  if (there && !there.isSocket())
    throw new SocketPlaceError("SOCKET_IN_USE", `${path}: there is a file that is no socket; choose another path`);
  if (there && (await answers(path)))
    throw new SocketPlaceError(
      "SOCKET_IN_USE",
      `${path}: something listens here already; stop it or choose another path`,
    );
  let directory: string;
  try {
    directory = mkdtempSync(join(dirname(path), ".me-"));
  } catch (error) {
    const why = (error as Error).message;
    throw new SocketPlaceError("SOCKET_DENIED", `${path}: cannot make a socket in its directory: ${why}`, error);
  }
  const listenAt = join(directory, "s");
  let inode: number | undefined;
  return {
    listenAt,
    publish() {
      chmodSync(listenAt, 0o600);
      inode = lstatSync(listenAt).ino;
      renameSync(listenAt, path);
      rmSync(directory, { recursive: true });
    },
    remove() {
      rmSync(directory, { recursive: true, force: true });
      // Only our own: somebody may have put another in its place.
      if (inode !== undefined && lstat(path)?.ino === inode) rmSync(path, { force: true });
    },
  };
}

const lstat = (path: string) => lstatSync(path, { throwIfNoEntry: false });

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED" || error.code === "ENOENT") return resolve(false);
      if (error.code === "EACCES")
        return reject(new SocketPlaceError("SOCKET_DENIED", `${path}: belongs to somebody else`, error));
      reject(error);
    });
  });
