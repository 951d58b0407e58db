import { describe, expect, test } from "vitest";
import { type Fixture, proofsOf, readFixtures, readLines, unproven } from "../../build/golden.ts";
import { allCommands } from "../../mei/catalogue.ts";
import { allClients } from "../../mei/clients.ts";
import type { AnyCommand } from "../../mei/command.ts";
import { connectReply, connectRequest } from "../../mei/drivers/connect-ioctl.ts";
import { StatusError } from "../../mei/errors.ts";
import { decode, encode, guidFromBytes, guidToBytes, WireError } from "../../mei/wire/index.ts";
import { fromPlain } from "../../mei/wire/plain.ts";
import { expectSame } from "../support/comparable.ts";
import { halfOf, headOf, meaning } from "../support/families.ts";
import { leastBytes } from "../support/layout.ts";
import { smallest } from "../support/smallest.ts";
import pinned from "./unproven.json" with { type: "json" };

const fixtures = readFixtures();
const commandOf = (name: string): AnyCommand =>
  allCommands.find((command) => command.name === name) ?? expect.fail(`no command ${name}`);
const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return expect.fail("accepted");
};

const proofs = allCommands.flatMap((command) =>
  proofsOf(command, fixtures).map((proof) => ({ ...proof, command, name: command.name })),
);

describe("bytes from outside are read and written exactly", () => {
  test.each(proofs)("$name $half, $seen: $from", ({ command, half, hex, value }) => {
    const { decode: read, encode: write } = halfOf(command, half);
    const bytes = Buffer.from(hex, "hex");
    expect(bytes.toString("hex")).toBe(hex);
    const found = read(bytes);
    if (value !== undefined) {
      expectSame(found, value);
      expect(write(value).toString("hex")).toBe(hex);
    }
    expect(write(found).toString("hex")).toBe(hex);
    if (half === "request") expect(command.recognises(bytes)).toBe(true);
  });

  test("the recordings are all there", () => {
    const recorded = fixtures.filter(({ seen }) => seen === "recorded").map(({ id }) => id);
    expect(recorded.sort()).toEqual([
      "amthi-11-provstate-p50",
      "amthi-1a-codeversions-p50",
      "mchi-readfileex-40002300",
      "mchi-readfileex-40005b00",
      "mchi-readfileex-40005c00",
      "mkhi-0302-a13a",
      "mkhi-0302-qm67",
      "mkhi-ff02-a13a",
      "mkhi-ff02-t450",
      "wd-changetoamt-80",
      "wd-changetoamt-82",
      "wd-changetoamt-e0",
    ]);
    const versions = fixtures.find(({ id }) => id === "amthi-1a-codeversions-p50");
    expect(versions?.replyHex?.length).toBe(2 * 525);
  });
});

describe("what the source shows only in part is refused where it ends", () => {
  const cut = fixtures.filter((one): one is Fixture & Required<Pick<Fixture, "truncated" | "replyHex">> =>
    Boolean(one.truncated && one.replyHex),
  );
  test.each(cut)("$id: $truncated.field at $truncated.offset", ({ command, replyHex, truncated }) => {
    const error = thrown(() => commandOf(command).decodeReply(Buffer.from(replyHex, "hex")));
    expect(error).toBeInstanceOf(WireError);
    expect(error).toMatchObject(truncated);
  });
  test("both of them", () => expect(cut).toHaveLength(2));
});

test.each(fixtures.filter(({ refused }) => refused))("$id is a refusal, by number and name", (fixture) => {
  const command = commandOf(fixture.command);
  const bytes = Buffer.from(fixture.replyHex ?? "", "hex");
  const error = thrown(() => command.decodeReply(bytes));
  expect(error).toBeInstanceOf(StatusError);
  expect(error).toMatchObject(fixture.refused ?? {});
  const written = command.encodeRefusal(fixture.refused?.status ?? 0) ?? Buffer.alloc(0);
  const head = headOf(command, "reply");
  expect(meaning(head, written).toString("hex")).toBe(meaning(head, bytes).toString("hex"));
});

describe("the connect ioctl", () => {
  test.each(readLines<Fixture>("connect"))("$id", ({ requestHex = "", request, replyHex = "", reply }) => {
    const asked = Buffer.from(requestHex, "hex");
    const answered = Buffer.from(replyHex, "hex");
    expectSame(decode(connectRequest, asked), request);
    expect(encode(connectRequest, decode(connectRequest, asked)).toString("hex")).toBe(requestHex);
    expectSame(decode(connectReply, answered), fromPlain(connectReply.shape, reply));
    expect(encode(connectReply, decode(connectReply, answered)).toString("hex")).toBe(replyHex);
    // The kernel writes five bytes; the rest is what the caller put there.
    expect(answered.subarray(5).toString("hex")).toBe(asked.subarray(5).toString("hex"));
    for (let length = 0; length < 16; length++) {
      expect(thrown(() => decode(connectRequest, asked.subarray(0, length)))).toBeInstanceOf(WireError);
      expect(thrown(() => decode(connectReply, answered.subarray(0, length)))).toBeInstanceOf(WireError);
    }
  });
});

test.each(readLines<{ client?: string; uuid: string; hex: string }>("uuids"))("UUID $uuid", ({ client, uuid, hex }) => {
  expect(guidToBytes(uuid)?.toString("hex")).toBe(hex);
  expect(guidFromBytes(Buffer.from(hex, "hex"))).toBe(uuid);
  if (client) expect(allClients.find(({ name }) => name === client)?.uuid).toBe(uuid);
});

describe("numbers and lengths are the documented ones", () => {
  interface Layout {
    readonly command: string;
    readonly requestHead: string;
    readonly replyHead?: string;
    readonly requestLeast?: number;
    readonly replyLeast?: number;
  }
  const layouts = readLines<Layout>("layouts");
  test.each(layouts)("$command", (layout) => {
    const command = commandOf(layout.command);
    for (const half of ["request", "reply"] as const) {
      const { shape, head, encode: write } = halfOf(command, half);
      const least = layout[`${half}Least`];
      if (least !== undefined) expect(head.size + leastBytes(shape), `${half}, least bytes`).toBe(least);
      const begins = layout[`${half}Head`];
      if (begins !== undefined) {
        const bytes = write(smallest(shape)).toString("hex");
        expect(bytes.slice(0, begins.length), `${half}, first bytes`).toBe(begins);
      }
    }
  });
  test("every command but our own has its line", () => {
    const known = layouts.map(({ command }) => command).sort();
    const ours = allCommands.filter(({ client }) => client.name !== "virtual").map(({ name }) => name);
    expect(known).toEqual(ours.sort());
  });
});

describe("commands without bytes from outside", () => {
  const found = unproven(allCommands, fixtures);
  test.each(["nothing", "reply"] as const)("are listed, and the list only shrinks: %s", (what) => {
    const listed: readonly string[] = pinned[what];
    const missing = found[what].filter((name) => !listed.includes(name));
    const done = listed.filter((name) => !found[what].includes(name));
    expect(missing, "without proof: find bytes from outside (test/golden/), do not lengthen the list").toEqual([]);
    expect(done, "proven now, or gone: remove from test/commands/unproven.json").toEqual([]);
    expect(listed).toEqual([...listed].sort());
  });
  test("no more than when the list was made", () => {
    expect(pinned.nothing.length).toBeLessThanOrEqual(53);
    expect(pinned.nothing.length + pinned.reply.length).toBeLessThanOrEqual(59);
  });
});
