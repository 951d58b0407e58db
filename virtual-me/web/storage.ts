import { realms } from "../accounts.ts";
import { generation as majorOf } from "../knows.ts";
import { writeFlash } from "../rules/setup.ts";
import type { StoredFile, World } from "../world.ts";
import type { User } from "./authenticate.ts";
import type { Generation } from "./generation.ts";
import { type Reply, refusal, stored } from "./reply.ts";

interface Asked {
  readonly method: string;
  readonly target: string;
  readonly body: Buffer;
}

/** AMT's web storage, 11 to 15: files that programs keep in its flash (presence-posture.md 2.6). */

const ROOT = "/amt-storage/";
/** Characters of each part of a name: what MeshCommander lets people type. */
const MOST_NAME = 11;
/** Bytes of all files; MeshCentral's author says about 200 KB. */
const MOST = 200_000;
const METADATA = /^<metadata>([\s\S]{0,2000}?)<\/metadata>/;

export const isStored = (path: string): boolean => `${path}/`.startsWith(ROOT);

/** Undefined: this firmware has none. */
export function webStorage(world: World, generation: Generation): ((asked: Asked, user: User) => Reply) | undefined {
  const major = majorOf(world.machine);
  if (major < 11 || major > 15) return undefined;
  const { files, counts } = world;
  const now = (): Date => world.clock.now();
  const no = (status: number, text: string): Reply => refusal(generation, status, text);
  const done = (): Reply => stored(generation, { type: "text/html", body: "" }, now());

  function list(user: User): Reply {
    const content = [...files].map(([path, { data, link }]) => {
      const [vendor, app, name] = path.split("/");
      return { vendor, app, name, size: data.length, ...(link !== undefined && { link }) };
    });
    const mask = user.realms.reduce((all, realm) => all | (1 << realm), 0);
    const information = { version: "1.1", realms: mask, user: user.name };
    return stored(generation, { type: "application/json", body: JSON.stringify({ information, content }) }, now());
  }
  function write(path: string, { body, target }: Asked): Reply {
    const parts = path.split("/");
    if (parts.length !== 3 || parts.some((part) => !/^[\w.-]+$/.test(part) || part.length > MOST_NAME))
      return no(400, "Name it VENDOR/APPLICATION/FILE.");
    const made = fileFrom(body);
    if (!made) return no(400, "It must begin with its metadata.");
    const before = files.get(path);
    const data = target.endsWith("?append=") && before ? Buffer.concat([before.data, made.data]) : made.data;
    const others = [...files].filter(([name]) => name !== path).reduce((sum, [, one]) => sum + one.data.length, 0);
    if (others + data.length > MOST) return no(500, "There is no room for it.");
    if (!writeFlash(world)) return no(500, "The flash memory was written too often.");
    files.set(path, target.endsWith("?append=") && before ? { ...before, data } : { ...made, data });
    return done();
  }
  function remove(path: string): Reply {
    const found = [...files.keys()].filter((name) => name === path || name.startsWith(`${path}/`));
    if (found.length === 0) return no(404, "There is no such file.");
    if (!writeFlash(world)) return no(500, "The flash memory was written too often.");
    for (const name of found) files.delete(name);
    return done();
  }

  return (asked, user) => {
    if (!user.realms.some((realm) => realm === realms.storage || realm === realms.administration))
      return no(403, "This user may not use the storage.");
    counts.add(`storage.${asked.method}`);
    const path = asked.target.split("?", 1)[0]!.slice(ROOT.length);
    if (asked.method === "PUT") return write(path, asked);
    if (asked.method === "DELETE") return remove(path);
    if (asked.method !== "GET") return no(405, "Only GET, PUT and DELETE are taken here.");
    if (path === "") return list(user);
    const file = files.get(path);
    return file ? stored(generation, { type: file.type, body: file.data }, now()) : no(404, "There is no such file.");
  };
}

function fileFrom(body: Buffer): StoredFile | undefined {
  const [whole, inner = ""] = METADATA.exec(body.toString("latin1")) ?? [];
  if (whole === undefined) return undefined;
  const type = /<h>Content-Type:([\w/.+-]{1,80})<\/h>/.exec(inner)?.[1] ?? "application/octet-stream";
  return { type, link: /<link>([^<]{0,80})<\/link>/.exec(inner)?.[1], data: body.subarray(whole.length) };
}
