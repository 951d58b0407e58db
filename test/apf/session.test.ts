import { describe, expect, test } from "vitest";
import { hostSession } from "../../mei/apf/host-session.ts";
import type { ApfMessage } from "../../mei/apf/messages.ts";
import { driven, forward, newFirmware, readyHost, version } from "../support/apf.ts";

const service = (name: string): ApfMessage => ({ type: "serviceRequest", service: name });
const ended = (wants: readonly { do: string }[]): unknown => wants.find((want) => want.do === "end");
const end = (code: string, reason?: number): unknown => ({
  do: "end",
  error: expect.objectContaining(reason === undefined ? { code } : { code, reason }),
});

describe("the beginning", () => {
  test("the ME speaks first: its version is answered by ours, 1.0 with trigger 254", () => {
    const host = driven(hostSession());
    expect(host.do({ do: "start" }).said).toEqual([]);
    expect(host.hear(version).said).toEqual([version]);
  });
  test("we speak first: the ME's version is our answer, and is not answered", () => {
    const host = driven(hostSession({ speakFirst: true }));
    expect(host.do({ do: "start" }).said).toEqual([version]);
    expect(host.hear(version).said).toEqual([]);
  });
  test("both speak first, the versions cross: no version is said more than once", () => {
    const host = driven(hostSession({ speakFirst: true }));
    const firmware = newFirmware();
    const [ours] = host.do({ do: "start" }).said;
    const [theirs] = firmware.do({ do: "start" }).said;
    expect(host.hear(theirs as ApfMessage).said).toEqual([]);
    expect(firmware.hear(ours as ApfMessage).said).toEqual([service("pfwd@amt.intel.com")]);
  });
  test("a repeated version is answered again, but not for ever", () => {
    const host = readyHost();
    for (let count = 0; count < 15; count += 1) expect(host.hear(version).said).toEqual([version]);
    expect(host.machine.ready).toBe(true);
    expect(host.hear(version).wants).toEqual([end("APF_PROTOCOL")]);
  });
  test("a newer version is agreed on as ours, an older one ends the session with reason 8", () => {
    const newer = driven(hostSession());
    expect(newer.hear({ ...version, major: 2, minor: 5 } as ApfMessage).said).toEqual([version]);
    expect(newer.hear(service("pfwd@amt.intel.com")).wants).toEqual([{ do: "ready" }]);
    const older = driven(hostSession());
    const { said, wants } = older.hear({ ...version, major: 0, minor: 9 } as ApfMessage);
    expect(said).toEqual([{ type: "disconnect", reason: "protocolVersionNotSupported" }]);
    expect(wants).toEqual([end("APF_VERSION")]);
  });
  test("with a login, as older firmware: everybody is let in", () => {
    const host = driven(hostSession());
    host.hear(version);
    expect(host.hear(service("auth@amt.intel.com")).said).toEqual([
      { type: "serviceAccept", service: "auth@amt.intel.com" },
    ]);
    const login = { user: "x", service: "pfwd@amt.intel.com", method: { name: "none" } } as const;
    expect(host.hear({ type: "userAuthRequest", ...login }).said).toEqual([{ type: "userAuthSuccess" }]);
    expect(host.hear(service("pfwd@amt.intel.com")).wants).toEqual([{ do: "ready" }]);
  });
  test("without a login, as CSME 16.1 (golden apf-pv-1611)", () => {
    const host = driven(hostSession());
    host.hear(version);
    const { said, wants } = host.hear(service("pfwd@amt.intel.com"));
    expect(said).toEqual([{ type: "serviceAccept", service: "pfwd@amt.intel.com" }]);
    expect(wants).toEqual([{ do: "ready" }]);
    expect(host.machine.ready).toBe(true);
  });
  test("an unknown service: reason 7", () => {
    const host = driven(hostSession());
    host.hear(version);
    const { said, wants } = host.hear(service("other@amt.intel.com"));
    expect(said).toEqual([{ type: "disconnect", reason: "serviceNotAvailable" }]);
    expect(ended(wants)).toBeDefined();
  });
  test.each<[string, ApfMessage]>([
    ["a service before the version", service("pfwd@amt.intel.com")],
    [
      "a login before the version",
      { type: "userAuthRequest", user: "", service: "s", method: { name: "none" } } as ApfMessage,
    ],
    ["a request before the service", forward(16992)],
    ["data before the service", { type: "channelData", recipient: 1, data: Buffer.from("x") }],
  ])("out of order, %s: reason 2", (_what, message) => {
    const host = driven(hostSession());
    const { said, wants } = host.hear(message);
    expect(said).toEqual([{ type: "disconnect", reason: "protocolError" }]);
    expect(wants).toEqual([end("APF_PROTOCOL")]);
    expect(host.hear(version)).toEqual({ said: [], wants: [] });
  });
});

describe("the end", () => {
  test("a DISCONNECT of the ME ends the session with its number, and is not answered", () => {
    for (const [reason, number] of [
      ["byApplication", 11],
      [77, 77],
    ] as const) {
      const { said, wants } = readyHost().hear({ type: "disconnect", reason });
      expect(said).toEqual([]);
      expect(wants).toEqual([end("APF_DISCONNECTED", number)]);
    }
  });
  test("ours says reason 11", () => {
    const host = readyHost();
    const { said, wants } = host.do({ do: "disconnect" });
    expect(said).toEqual([{ type: "disconnect", reason: "byApplication" }]);
    expect(wants).toEqual([end("APF_CLOSED")]);
    expect(host.machine.forwards).toEqual([]);
  });
  test("Intel LMS drops the connection for a message that is too short; we say why first, and refuse what follows a message", () => {
    for (const bytes of ["5d 00000001", "61 00000001 00"]) {
      const { said, wants } = readyHost().hearBytes(Buffer.from(bytes.replaceAll(" ", ""), "hex"));
      expect(said).toEqual([{ type: "disconnect", reason: "protocolError" }]);
      expect(wants).toEqual([end("APF_MALFORMED")]);
    }
  });
  test("Intel LMS ignores a message of unknown type; we refuse it (golden apf-0a)", () => {
    const { said, wants } = readyHost().hearBytes(Buffer.from([0x0a]));
    expect(said).toEqual([{ type: "disconnect", reason: "protocolError" }]);
    expect(wants).toEqual([end("APF_UNKNOWN")]);
  });
});

describe("keep-alive", () => {
  test("requests are answered at any time", () => {
    for (const host of [driven(hostSession()), readyHost()]) {
      expect(host.hear({ type: "keepAliveRequest", cookie: 9 }).said).toEqual([{ type: "keepAliveReply", cookie: 9 }]);
      expect(host.hear({ type: "keepAliveOptionsRequest", interval: 30, timeout: 5 }).said).toEqual([
        { type: "keepAliveOptionsReply", interval: 0, timeout: 0 },
      ]);
      expect(ended(host.hear({ type: "keepAliveReply", cookie: 1 }).wants)).toBeUndefined();
    }
  });
});

describe("forwarded ports", () => {
  test("granted ones are answered with their port, whatever wantReply says", () => {
    const host = readyHost([]);
    for (const [port, wantReply] of [
      [16992, true],
      [623, false],
    ] as const) {
      const { wants } = host.hear({
        type: "globalRequest",
        request: { name: "tcpip-forward", wantReply, address: "amt", port },
      });
      expect(wants).toMatchObject([{ do: "forward", forward: { address: "amt", port } }]);
      const [want] = wants;
      const { said } = host.do({
        do: "answer",
        request: want?.do === "forward" ? want.request : 0,
        accepted: true,
      });
      expect(said).toEqual([{ type: "requestSuccess", ports: [port] }]);
    }
    expect(host.machine.forwards.map(({ port }) => port)).toEqual([16992, 623]);
    expect(host.machine.refusal(16992)).toBeUndefined();
    expect(host.machine.refusal(16993)).toMatchObject({ code: "APF_NOT_FORWARDED" });
  });
  test("Intel LMS gives up the whole session for one port it cannot have; here that port alone is refused", () => {
    const host = readyHost([]);
    const first = host.hear(forward(623)).wants[0];
    const { said, wants } = host.do({
      do: "answer",
      request: first?.do === "forward" ? first.request : 0,
      accepted: false,
    });
    expect([said, wants]).toEqual([[{ type: "requestFailure" }], []]);
    expect(host.hear(forward(16992)).wants).toMatchObject([{ do: "forward" }]);
    expect(host.machine.ready).toBe(true);
  });
  test("answers come in the order of the requests, however long each takes", () => {
    const host = readyHost([]);
    const ids = [623, 664, 16992].map((port) => {
      const [want] = host.hear(forward(port)).wants;
      return want?.do === "forward" ? want.request : 0;
    });
    expect(host.do({ do: "answer", request: ids[2] ?? 0, accepted: true }).said).toEqual([]);
    expect(host.do({ do: "answer", request: ids[1] ?? 0, accepted: false }).said).toEqual([]);
    expect(host.do({ do: "answer", request: ids[0] ?? 0, accepted: true }).said).toEqual([
      { type: "requestSuccess", ports: [623] },
      { type: "requestFailure" },
      { type: "requestSuccess", ports: [16992] },
    ]);
    expect(host.do({ do: "answer", request: ids[0] ?? 0, accepted: true }).said).toEqual([]);
  });
  test("a second request for the same is refused and the session lives on", () => {
    const host = readyHost([16992]);
    const { said, wants } = host.hear(forward(16992));
    expect(said).toEqual([{ type: "requestFailure" }]);
    expect(wants).toMatchObject([{ do: "notice" }]);
    expect(host.hear(forward(16992, "::")).wants).toMatchObject([{ do: "forward" }]);
  });
  test("cancelling answers with one byte and takes the port away; what is not there cannot be cancelled", () => {
    const host = readyHost([16992]);
    const cancel = (address: string): ApfMessage => ({
      type: "globalRequest",
      request: { name: "cancel-tcpip-forward", wantReply: true, address, port: 16992 },
    });
    expect(host.hear(cancel("other")).said).toEqual([{ type: "requestFailure" }]);
    const { said, wants } = host.hear(cancel(""));
    expect(said).toEqual([{ type: "requestSuccess", ports: [] }]);
    expect(wants).toEqual([{ do: "unforward", forward: { address: "", port: 16992 } }]);
    expect(host.machine.forwards).toEqual([]);
  });
  test("there are at most 64, no port beyond 65535, and no more than 256 requests wait", () => {
    const host = readyHost(Array.from({ length: 64 }, (_, index) => 1 + index));
    expect(host.hear(forward(1_000)).said).toEqual([{ type: "requestFailure" }]);
    for (const port of [0, 65_536])
      expect(readyHost([]).hear(forward(port)).said).toEqual([{ type: "requestFailure" }]);
    const busy = readyHost([]);
    for (let count = 0; count < 256; count += 1) expect(ended(busy.hear(forward(623)).wants)).toBeUndefined();
    expect(busy.hear(forward(623)).wants).toEqual([end("APF_PROTOCOL")]);
  });
});

describe("other requests", () => {
  const udp = (wantReply: boolean): ApfMessage => ({
    type: "globalRequest",
    request: {
      name: "udp-send-to@amt.intel.com",
      wantReply,
      address: "192.0.2.1",
      port: 162,
      originAddress: "::1",
      originPort: 9,
      data: Buffer.from("trap"),
    },
  });
  test("Intel LMS sends a datagram to whatever address the ME names; here it is refused unless somebody takes it", () => {
    const host = readyHost();
    const { said, wants } = host.hear(udp(true));
    expect(said).toEqual([{ type: "requestFailure" }]);
    expect(wants).toMatchObject([{ do: "notice", text: expect.stringContaining("192.0.2.1 port 162") }]);
    expect(host.hear(udp(false))).toMatchObject({ said: [], wants: [{ do: "notice" }] });
  });
  test("a datagram that somebody takes is handed over and never answered", () => {
    const { said, wants } = readyHost([], { datagrams: true }).hear(udp(true));
    expect(said).toEqual([]);
    expect(wants).toMatchObject([
      { do: "datagram", datagram: { targetAddress: "192.0.2.1", targetPort: 162, data: Buffer.from("trap") } },
    ]);
  });
  test("Intel LMS ignores an unknown request; here it is refused where an answer is waited for", () => {
    const unknown = (wantReply: boolean): ApfMessage => ({
      type: "globalRequest",
      request: { name: "other", unknown: "new@amt.intel.com", wantReply, body: Buffer.from([1, 2, 3]) },
    });
    const host = readyHost();
    expect(host.hear(unknown(true)).said).toEqual([{ type: "requestFailure" }]);
    expect(host.hear(unknown(false)).said).toEqual([]);
    expect(host.machine.ready).toBe(true);
  });
});

describe("the firmware's side", () => {
  test("version, service, one request after the other", () => {
    const firmware = newFirmware({
      forwards: [
        { address: "", port: 16992 },
        { address: "", port: 623 },
      ],
    });
    expect(firmware.do({ do: "start" }).said).toMatchObject([{ type: "protocolVersion", trigger: "lme" }]);
    expect(firmware.hear(version).said).toEqual([service("pfwd@amt.intel.com")]);
    expect(firmware.hear({ type: "serviceAccept", service: "pfwd@amt.intel.com" }).said).toEqual([forward(16992)]);
    expect(firmware.hear({ type: "requestSuccess", ports: [16992] }).said).toEqual([forward(623)]);
    expect(firmware.hear({ type: "requestFailure" }).said).toEqual([]);
    expect(firmware.machine.forwards).toEqual([{ address: "", port: 16992 }]);
  });
  test("with a login first", () => {
    const firmware = newFirmware({ authenticates: true });
    firmware.do({ do: "start" });
    expect(firmware.hear(version).said).toEqual([service("auth@amt.intel.com")]);
    expect(firmware.hear({ type: "serviceAccept", service: "auth@amt.intel.com" }).said).toMatchObject([
      { type: "userAuthRequest", method: { name: "none" } },
    ]);
    expect(firmware.hear({ type: "userAuthSuccess" }).said).toEqual([service("pfwd@amt.intel.com")]);
  });
  test("a host that speaks first (trigger 9, golden apf-pv-dell) is answered when the firmware has not spoken", () => {
    const firmware = newFirmware({ speaksFirst: false });
    expect(firmware.do({ do: "start" }).said).toEqual([]);
    expect(firmware.hear({ ...version, trigger: 9 } as ApfMessage).said).toMatchObject([
      { type: "protocolVersion" },
      { type: "serviceRequest" },
    ]);
  });
  test.each<[string, ApfMessage]>([
    ["an acceptance nobody asked for", { type: "serviceAccept", service: "pfwd@amt.intel.com" }],
    ["a channel before the service", { type: "channelClose", recipient: 0 }],
    ["a request", forward(1)],
  ])("%s ends the session with reason 2", (_what, message) => {
    const firmware = newFirmware();
    firmware.do({ do: "start" });
    const { said, wants } = firmware.hear(message);
    expect(said).toEqual([{ type: "disconnect", reason: "protocolError" }]);
    expect(wants).toEqual([end("APF_PROTOCOL")]);
  });
});
