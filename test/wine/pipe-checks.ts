import assert from "node:assert/strict";
import { connect, createServer, type Server, type Socket } from "node:net";
import { listenAt } from "../../agent/api/listen.ts";
import { loadPipeSecurity } from "../../platform/native/pipe-security.ts";
import { type PipeAudience, pipeList } from "../../platform/pipe-access.ts";
import { type Check, check } from "./check.ts";
import { grantsWithout } from "./restricted-token.ts";

/** A server of ours at a pipe of its own, that says back what it is told. */
async function serving<T>(pipe: string, audience: PipeAudience, use: (path: string) => Promise<T>): Promise<T> {
  const path = `${pipe}-${audience}`;
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.pipe(socket);
  });
  await listenAt(server, path, { access: audience });
  try {
    return await use(path);
  } finally {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

function echoed(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write("hello"));
    socket.once("error", reject);
    socket.once("data", () => resolve(socket));
  });
}

/** What this process has and another user has not. The owner of what it makes is a group under Wine. */
const otherUser = async (): Promise<string[]> => [ADMINISTRATORS, "user", (await loadPipeSecurity()).ownOwner()];
const ADMINISTRATORS = "S-1-5-32-544";
const INTERACTIVE = "S-1-5-4";
const FILE_READ_DATA = 1;
const FILE_WRITE_DATA = 2;
const FILE_CREATE_PIPE_INSTANCE = 4;
const WRITE_DAC = 0x40000;
const FILE_ALL = 0x1f01ff;
/** GENERIC_READ and GENERIC_WRITE; Windows leaves FILE_CREATE_PIPE_INSTANCE out of what a client asks for. */
const AS_NODE_OPENS = 0x12019f & ~FILE_CREATE_PIPE_INSTANCE;
/** AccessCheck wants an owner and a group, who have no say in the list. */
const descriptor = async (audience: PipeAudience): Promise<string> =>
  `O:SYG:SY${pipeList(audience, (await loadPipeSecurity()).ownOwner())}`;

/** The service's pipes: who may open them. */
export const pipeChecks = (pipe: string): Check[] => [
  ...(["everyone", "admin"] as const).map((audience) =>
    check(`pipe for ${audience}: the list is ours, also at the hundredth instance`, async () =>
      serving(pipe, audience, async (path) => {
        const security = await loadPipeSecurity();
        const list = pipeList(audience, security.ownOwner());
        const listNow = (): string => security.read(path).replace(/^.*?(?=D:)/, "");
        assert.equal(listNow(), list);
        for (let n = 0; n < 90; n++) (await echoed(path)).destroy();
        const held = [];
        for (let n = 0; n < 10; n++) held.push(await echoed(path));
        assert.equal(listNow(), list);
        for (const socket of held) socket.destroy();
        return security.read(path);
      }),
    ),
  ),
  check(
    "pipe for everyone: who is logged on here reads and writes, offers no end of their own, gives nobody rights",
    async () => {
      const sddl = await descriptor("everyone");
      const user = await otherUser();
      assert.equal(grantsWithout(user, sddl, AS_NODE_OPENS), true);
      assert.equal(grantsWithout(user, sddl, FILE_CREATE_PIPE_INSTANCE), false);
      assert.equal(grantsWithout(user, sddl, WRITE_DAC), false);
    },
  ),
  check("pipe for everyone: nothing for who is not logged on here", async () => {
    const sddl = await descriptor("everyone");
    assert.equal(grantsWithout([...(await otherUser()), INTERACTIVE], sddl, FILE_READ_DATA), false);
  }),
  check("pipe for admin: everything for administrators, nothing for who is none", async () => {
    const sddl = await descriptor("admin");
    const user = await otherUser();
    assert.equal(grantsWithout([], sddl, FILE_ALL), true);
    assert.equal(
      grantsWithout(
        user.filter((sid) => sid !== ADMINISTRATORS),
        sddl,
        FILE_ALL,
      ),
      true,
    );
    assert.equal(grantsWithout(user, sddl, FILE_READ_DATA), false);
    assert.equal(grantsWithout(user, sddl, FILE_WRITE_DATA), false);
  }),
];
