import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
} from "node:fs";
import { connect, type Server } from "node:net";
import { dirname, join } from "node:path";
import { groupId } from "../../platform/group.ts";
import { isPipe } from "../../platform/paths.ts";
import type { PipeAudience } from "../../platform/pipe-access.ts";

export class ListenError extends Error {
  override name = "ListenError";
  /** `API_ALREADY_RUNNING`: somebody answers there. `API_ADDRESS`: nothing can or should listen there. */
  readonly code: "API_ALREADY_RUNNING" | "API_ADDRESS";
  /** The process that answers there, where known. */
  readonly pid: number | undefined;
  constructor(code: ListenError["code"], message: string, options: { cause?: unknown; pid?: number | undefined } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.pid = options.pid;
  }
}

export interface Listening {
  /** `amt-admin`: the group that may open an admin socket. undefined: only the owner (or, on Windows, administrators) may. */
  readonly group: string | undefined;
  /** Takes the socket's name away, if it is still ours. Closing the server is its owner's business. */
  release(): void;
}

/** sun_path of unix(7), without its NUL. */
const longestPath = 107;

/**
 * Lets `server` listen at a unix socket or a Windows pipe. `everyone`: mode 0666. `admin`: 0660 for the group where it
 * exists, else 0600 (0660 for root); on Windows a list that says the same (platform/pipe-access.ts). Throws ListenError.
 */
export async function listenAt(
  server: Server,
  address: string,
  { access, group = "amt-admin" }: { readonly access: PipeAudience; readonly group?: string },
): Promise<Listening> {
  if (isPipe(address)) {
    await listenAtPipe(server, address, access);
    return { group: undefined, release() {} };
  }
  const directory = dirname(address);
  if (Buffer.byteLength(address) > longestPath || Buffer.byteLength(directory) + 9 > longestPath) {
    throw new ListenError(
      "API_ADDRESS",
      `${address} is longer than the ${longestPath} bytes that a socket's path may have.`,
    );
  }
  prepareDirectory(directory);
  // Born in a directory nobody else can enter, given its mode there, then linked into place: it is never open to the wrong people,
  // with no umask (which is the whole process's). link() fails where a name exists, so two services cannot both win.
  const nursery = join(directory, `.${randomBytes(3).toString("hex")}`);
  mkdirSync(nursery, { mode: 0o700 });
  try {
    const born = join(nursery, "s");
    await listening(server, { path: born });
    const given = access === "admin" ? giveToGroup(born, group) : undefined;
    chmodSync(born, access === "everyone" ? 0o666 : given || process.geteuid?.() === 0 ? 0o660 : 0o600);
    const { ino, dev } = lstatSync(born);
    while (!linked(born, address)) await clearStale(address, nursery);
    return {
      group: given,
      release() {
        const now = lookAt(address);
        if (now && now.ino === ino && now.dev === dev) rmSync(address, { force: true });
      },
    };
  } catch (error) {
    server.close();
    throw error;
  } finally {
    rmSync(join(nursery, "s"), { force: true });
    rmSync(join(nursery, "old"), { force: true });
    rmdirSync(nursery);
  }
}

async function listenAtPipe(server: Server, address: string, access: PipeAudience): Promise<void> {
  const { loadPipeGuard } = await import("../../platform/pipe-access.ts");
  const { protect } = await loadPipeGuard();
  await listening(server, { path: address });
  try {
    await protect(address, access);
  } catch (cause) {
    server.close();
    const why = (cause as Error).message;
    throw new ListenError(
      "API_ADDRESS",
      `The service cannot start: who may use ${address} could not be set (${why}). It needs full rights to its own pipe: start it as an administrator or as the installed service.`,
      { cause },
    );
  }
}

function prepareDirectory(directory: string): void {
  const root = process.geteuid?.() === 0;
  const made = mkdirSync(directory, { recursive: true, mode: root ? 0o755 : 0o700 });
  // the umask may have taken bits away that every user needs to get here
  if (made !== undefined && root) chmodSync(directory, 0o755);
  const { mode } = lstatSync(`${directory}/.`);
  if ((mode & 0o1002) === 0o002) {
    throw new ListenError(
      "API_ADDRESS",
      `${directory} may be written by every user, who could put another socket in this one's place. Take that right away (chmod o-w) or use another directory.`,
    );
  }
}

function giveToGroup(path: string, group: string): string | undefined {
  const id = groupId(group);
  if (id === undefined) return undefined;
  try {
    chownSync(path, -1, id);
    return group;
  } catch (error) {
    // not root and not a member: the socket stays with its owner alone, and `group` says so
    if ((error as NodeJS.ErrnoException).code === "EPERM") return undefined;
    throw error;
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function lookAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Removes a socket that nobody listens on, after proof. Throws where somebody does, or where it is no socket. */
async function clearStale(address: string, nursery: string): Promise<void> {
  const found = lookAt(address);
  if (!found) return;
  if (!found.isSocket()) {
    throw new ListenError(
      "API_ADDRESS",
      `${address} exists and is not a socket. Remove it, or choose another --socket.`,
    );
  }
  const { code, pid } = await knock(address);
  if (code === "ENOENT") return;
  if (code !== "ECONNREFUSED") {
    const who = pid === undefined ? "another program" : `process ${pid}`;
    throw new ListenError(
      "API_ALREADY_RUNNING",
      `The service cannot start: ${who} already listens on ${address}. Stop it first, or choose another --socket.`,
      { pid },
    );
  }
  // Moved aside before it is removed: had another service started since the knock, its socket is put back
  const old = join(nursery, "old");
  renameSync(address, old);
  const moved = lookAt(old);
  if (moved && (moved.ino !== found.ino || moved.dev !== found.dev)) linked(old, address);
  rmSync(old, { force: true });
}

/** `CONNECTED`, or the code that connecting failed with. A full backlog (EAGAIN) or a closed door (EACCES) is a live service too. */
function knock(address: string): Promise<{ code: string; pid?: number | undefined }> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once("error", (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? "UNKNOWN" }));
    socket.once("connect", () => {
      const answered = (pid: number | undefined): void => {
        socket.destroy();
        resolve({ code: "CONNECTED", pid });
      };
      import("../../platform/peer.ts")
        .then(({ peerOf }) => peerOf(socket).pid)
        // without credentials it is still somebody, only nameless
        .then(answered, () => answered(undefined));
    });
  });
}

function listening(server: Server, where: { path: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off("listening", onListening);
      // Windows: a pipe of that name exists (EADDRINUSE), or exists and is somebody else's (EACCES)
      const taken = isPipe(where.path) && (error.code === "EADDRINUSE" || error.code === "EACCES");
      reject(
        taken
          ? new ListenError(
              "API_ALREADY_RUNNING",
              `The service cannot start: another program already listens on ${where.path}. Stop it first, or choose another --socket.`,
              { cause: error },
            )
          : new ListenError("API_ADDRESS", `The service cannot listen on ${where.path}: ${error.message}.`, {
              cause: error,
            }),
      );
    };
    const onListening = (): void => {
      server.off("error", onError);
      resolve();
    };
    server.once("error", onError);
    server.once("listening", onListening);
    server.listen(where);
  });
}
