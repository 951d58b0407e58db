import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bus, connectBus } from "../../platform/dbus/bus.ts";
import { DBusError } from "../../platform/dbus/errors.ts";
import { busDaemon, dbusInterface } from "../../platform/dbus/interface.ts";
import { refusal } from "../../platform/dbus/objects.ts";
import { type Body, type Value, variant } from "../../platform/dbus/signature.ts";
import { type Started, startBus } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";

const execute = promisify(execFile);
const never = new AbortController().signal;
const daemon = { destination: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", of: busDaemon } as const;

const echo = dbusInterface({
  name: "org.example.Echo",
  properties: { Colour: "s", Pixels: "a(iiay)" },
  methods: {
    Everything: { in: "ybnqiuxtdsog", out: "ybnqiuxtdsog" },
    Nested: { in: "a{sv}(ia(sv))aay", out: "a{sv}(ia(sv))aay" },
    Fail: { in: "s", out: "" },
    Never: { in: "", out: "s" },
    Lie: { in: "", out: "s" },
    Sender: { in: "", out: "s" },
  },
  signals: { Changed: "sa{sv}" },
});
/** As somebody would declare it who believes that Lie returns a number. */
const misread = dbusInterface({ ...echo, methods: { Lie: { in: "", out: "u" } } });

const here = await needs("dbus", "libglib2.0-bin");

describe.runIf(here)("a bus that is not ours, with gdbus and dbus-send at the other end", () => {
  let process_: Started;
  let address: string;
  let bus: Bus;
  let emit: (name: string) => void;
  const connect = (maxMessage = 128 * 1024): Promise<Bus> =>
    connectBus({ address, env: {}, uid: process.getuid?.() ?? 0, signal: never, maxMessage });
  const run = async (command: string, ...args: readonly string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, LANG: "C.UTF-8", DBUS_SESSION_BUS_ADDRESS: address };
    return (await execute(command, args, { env })).stdout.trim();
  };
  const gdbus = (method: string, ...args: readonly string[]): Promise<string> =>
    run("gdbus", "call", "--session", "-d", bus.uniqueName, "-o", "/org/example/echo", "-m", method, ...args);

  beforeAll(async () => {
    ({ address, process: process_ } = await startBus({ PATH: process.env.PATH }));
    bus = await connect();
    const exported = bus.export("/org/example/echo", echo, {
      properties: { Colour: () => "orange", Pixels: (): Value<"a(iiay)"> => [[1, 1, Buffer.from([255, 1, 2, 3])]] },
      methods: {
        Everything: (all) => all,
        Nested: (all) => all,
        Fail: ([reason]) => {
          throw refusal("NotSupported", reason);
        },
        Never: () => new Promise<Body<"s">>(() => {}),
        Lie: () => ["one"],
        Sender: (_none, { sender }) => [sender],
      },
    });
    emit = (name) => exported.emit("Changed", [name, new Map([["n", variant("i", 7)]])]);
  });
  afterAll(async () => {
    await bus?.close();
    await process_?.stop();
  });

  it("gdbus gets back every basic value it sent", async () => {
    const sent = ["255", "true", "-32768", "65535", "-2147483648", "4294967295"];
    const more = ["-9223372036854775808", "18446744073709551615", "0.5", "Grüße, 世界", "/a/b_1", "a{sv}"];
    const typed = ["byte ", "", "int16 ", "uint16 ", "int32 ", "uint32 ", "int64 ", "uint64 "];
    const args = [...sent, ...more].map((value, index) => {
      if (index === 9) return JSON.stringify(value);
      if (index === 10) return `objectpath '${value}'`;
      return index === 11 ? `signature '${value}'` : `${typed[index] ?? ""}${value}`;
    });
    expect(await gdbus("org.example.Echo.Everything", ...args)).toBe(
      "(byte 0xff, true, int16 -32768, uint16 65535, -2147483648, uint32 4294967295, int64 -9223372036854775808, uint64 18446744073709551615, 0.5, 'Grüße, 世界', objectpath '/a/b_1', signature 'a{sv}')",
    );
  });

  it("gdbus gets back dictionaries, structs, variants in variants and bytes", async () => {
    const dict = "{'a': <1>, 'b': <<'inner'>>, 'c': <(true, [byte 1, 2])>}";
    expect(await gdbus("org.example.Echo.Nested", dict, "(5, [('x', <uint32 7>)])", "[[byte 1, 2], []]")).toBe(
      "({'a': <1>, 'b': <<'inner'>>, 'c': <(true, [byte 0x01, 0x02])>}, (5, [('x', <uint32 7>)]), [[byte 0x01, 0x02], []])",
    );
  });

  it("gdbus reads properties, one and all, and may not write them", async () => {
    const get = "org.freedesktop.DBus.Properties";
    expect(await gdbus(`${get}.Get`, echo.name, "Colour")).toBe("(<'orange'>,)");
    expect(await gdbus(`${get}.GetAll`, echo.name)).toBe(
      "({'Colour': <'orange'>, 'Pixels': <[(1, 1, [byte 0xff, 0x01, 0x02, 0x03])]>},)",
    );
    await expect(gdbus(`${get}.Set`, echo.name, "Colour", "<'blue'>")).rejects.toThrow(/PropertyReadOnly/);
    await expect(gdbus(`${get}.Get`, echo.name, "toString")).rejects.toThrow(/UnknownProperty/);
    await expect(gdbus(`${get}.GetAll`, "org.example.None")).rejects.toThrow(/UnknownInterface/);
  });

  it("gdbus introspects the object and the way to it", async () => {
    const introspect = (path: string): Promise<string> =>
      run("gdbus", "introspect", "--session", "-d", bus.uniqueName, "-o", path, "--recurse");
    const all = await introspect("/");
    expect(all).toMatch(/node \/org\/example\/echo \{/);
    expect(all).toMatch(/Nested\(in\s+a\{sv\} \w+,\s+in\s+\(ia\(sv\)\) \w+,\s+in\s+aay \w+,\s+out a\{sv\}/);
    expect(all).toMatch(/Changed\(s \w+,\s+a\{sv\} \w+\)/);
    expect(all).toMatch(/readonly a\(iiay\) Pixels/);
  });

  it("tells a caller what is wrong", async () => {
    await expect(gdbus("org.example.Echo.Fail", "no such thing")).rejects.toThrow(/Error\.NotSupported: no such thing/);
    await expect(gdbus("org.example.Echo.None")).rejects.toThrow(/UnknownMethod/);
    await expect(gdbus("org.example.Echo.toString")).rejects.toThrow(/UnknownMethod/);
    await expect(gdbus("org.example.None.Fail", "x")).rejects.toThrow(/UnknownInterface|UnknownMethod/);
    const send = ["--session", "--print-reply", `--dest=${bus.uniqueName}`, "/org/example/echo"];
    await expect(run("dbus-send", ...send, "org.example.Echo.Fail", "int32:1")).rejects.toThrow(/InvalidArgs/);
    await expect(run("dbus-send", ...send.slice(0, 3), "/nowhere", "org.example.Echo.Fail")).rejects.toThrow(/Unknown/);
    expect(await run("dbus-send", ...send, "org.freedesktop.DBus.Peer.Ping")).toMatch(/method return/);
  });

  it("says who called", async () => {
    expect(await gdbus("org.example.Echo.Sender")).toMatch(/^\(':1\.\d+',\)$/);
  });

  it("gdbus hears our signals", async () => {
    const monitor = execFile("gdbus", ["monitor", "--session", "-d", bus.uniqueName], {
      env: { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: address },
    });
    let heard = "";
    monitor.stdout?.on("data", (chunk: string) => {
      heard += chunk;
    });
    // Nothing tells when it has begun to listen
    while (!heard.includes("Changed")) {
      emit("state");
      await gdbus("org.example.Echo.Sender");
    }
    monitor.kill();
    expect(heard).toMatch(/\/org\/example\/echo: org\.example\.Echo\.Changed \('state', \{'n': <7>\}\)/);
  });

  it("the bus itself answers us, and its refusals keep their name", async () => {
    expect(await bus.call({ ...daemon, method: "GetNameOwner" }, [bus.uniqueName], { signal: never })).toEqual([
      bus.uniqueName,
    ]);
    await expect(
      bus.call({ ...daemon, method: "GetNameOwner" }, ["org.example.Nobody"], { signal: never }),
    ).rejects.toMatchObject({ code: "DBUS_REPLY", dbusName: "org.freedesktop.DBus.Error.NameHasNoOwner" });
  });

  describe("between two of ours", () => {
    const target = (method: keyof typeof echo.methods) =>
      ({ destination: bus.uniqueName, path: "/org/example/echo", of: echo, method }) as const;

    it("a call that is aborted rejects with the reason, and a later one works", async () => {
      const other = await connect();
      const stop = new AbortController();
      const call = other.call({ ...target("Never"), method: "Never" }, [], { signal: stop.signal });
      stop.abort(new Error("enough"));
      await expect(call).rejects.toThrow("enough");
      expect(await other.call({ ...target("Lie"), method: "Lie" }, [], { signal: never })).toEqual(["one"]);
      await other.close();
    });

    it("closing settles everything that waits with one code", async () => {
      const other = await connect();
      const calls = [1, 2, 3].map(() => other.call({ ...target("Never"), method: "Never" }, [], { signal: never }));
      const watching = other.watchName("org.example.Name", () => {}, { signal: never });
      const outcomes = Promise.allSettled([...calls, watching]);
      await other.close();
      expect((await outcomes).map((one) => one.status === "rejected" && (one.reason as DBusError).code)).toEqual(
        Array(4).fill("DBUS_CLOSED"),
      );
      expect(await other.closed).toMatchObject({ code: "DBUS_CLOSED" });
      await expect(other.call({ ...target("Lie"), method: "Lie" }, [], { signal: never })).rejects.toMatchObject({
        code: "DBUS_CLOSED",
      });
    });

    it("an answer of other types than declared is refused", async () => {
      const lie = { destination: bus.uniqueName, path: "/org/example/echo", of: misread, method: "Lie" } as const;
      await expect(bus.call(lie, [], { signal: never })).rejects.toMatchObject({ code: "DBUS_MISMATCH" });
    });

    it("what is too large is thrown away, said, and does not end the connection", async () => {
      const small = await connect(1024);
      const text = "x".repeat(5000);
      const remove = small.export("/small", echo, {
        properties: { Colour: () => "", Pixels: () => [] },
        methods: {
          Everything: (all) => all,
          Nested: (all) => all,
          Fail: () => [],
          Never: () => [""],
          Lie: () => [text],
          Sender: () => [""],
        },
      });
      const to = { destination: small.uniqueName, path: "/small", of: echo } as const;
      await expect(bus.call({ ...to, method: "Fail" }, [text], { signal: never })).rejects.toMatchObject({
        dbusName: "org.freedesktop.DBus.Error.LimitsExceeded",
      });
      await expect(small.call({ ...to, method: "Lie" }, [], { signal: never })).rejects.toMatchObject({
        code: "DBUS_TOO_LARGE",
      });
      expect(await bus.call({ ...to, method: "Fail" }, ["short"], { signal: never })).toEqual([]);
      remove.remove();
      await expect(bus.call({ ...to, method: "Fail" }, ["short"], { signal: never })).rejects.toMatchObject({
        dbusName: "org.freedesktop.DBus.Error.UnknownInterface",
      });
      await small.close();
    });
  });

  describe("signals", () => {
    it("come from their sender, and from nobody who plays it", async () => {
      const heard: string[] = [];
      const source = { of: echo, signal: "Changed", sender: bus.uniqueName } as const;
      const stop = await bus.subscribe(source, ([name]) => heard.push(name), { signal: never });
      // Sent straight to us, which no match rule keeps out
      const args = ["--session", "--type=signal", `--dest=${bus.uniqueName}`, "/org/example/echo"];
      const body = ["string:forged", "dict:string:variant:"];
      await run("dbus-send", ...args, "org.example.Echo.Changed", ...body.slice(0, 1), "array:string:");
      await run(
        "gdbus",
        ...["emit", "--session", "-d", bus.uniqueName, "-o", "/org/example/echo"],
        ...["-s", "org.example.Echo.Changed", "'forged'", "@a{sv} {}"],
      );
      emit("true");
      await gdbus("org.example.Echo.Sender");
      expect(heard).toEqual(["true"]);
      stop();
      emit("later");
      await gdbus("org.example.Echo.Sender");
      expect(heard).toEqual(["true"]);
    });

    it("follow a name from owner to owner", async () => {
      const owners: (string | undefined)[] = [];
      const heard: string[] = [];
      const name = "org.example.Name";
      await bus.watchName(name, (owner) => owners.push(owner), { signal: never });
      const source = { of: echo, signal: "Changed", sender: name } as const;
      const stop = await bus.subscribe(source, ([text]) => heard.push(text), { signal: never });
      for (const text of ["first", "second"]) {
        const owner = await connect();
        const object = owner.export("/o", echo, {
          properties: { Colour: () => "", Pixels: () => [] },
          methods: {
            Everything: (all) => all,
            Nested: (all) => all,
            Fail: () => [],
            Never: () => [""],
            Lie: () => [""],
            Sender: () => [""],
          },
        });
        await owner.call({ ...daemon, method: "RequestName" }, [name, 4], { signal: never });
        object.emit("Changed", [text, new Map()]);
        // The bus keeps the order: once we see this answer, we have seen all before it
        await owner.call({ ...daemon, method: "GetNameOwner" }, [name], { signal: never });
        await bus.call({ ...daemon, method: "GetNameOwner" }, [name], { signal: never });
        expect(owners.at(-1)).toBe(owner.uniqueName);
        await owner.close();
        // The bus may take this one's question before it has noticed that the other has gone
        await expect.poll(() => owners.at(-1), { timeout: 10_000 }).toBeUndefined();
        await expect(async () =>
          bus.call({ ...daemon, method: "GetNameOwner" }, [name], { signal: never }),
        ).rejects.toThrow(/NameHasNoOwner/);
      }
      stop();
      expect(heard).toEqual(["first", "second"]);
      expect(owners.map((owner) => owner !== undefined)).toEqual([false, true, false, true, false]);
    });
  });

  it("a bus that goes away is told to whoever asks", async () => {
    const second = await startBus({ PATH: process.env.PATH });
    const other = await connectBus({ address: second.address, env: {}, uid: process.getuid?.() ?? 0, signal: never });
    await second.process.stop();
    expect(await other.closed).toBeInstanceOf(DBusError);
  });
});
