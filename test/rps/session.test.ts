import { describe, expect, test } from "vitest";
import { frame, readServerMessage } from "../../agent/rps/messages.ts";
import { methodOf } from "../../agent/rps/order.ts";
import { type AmtRequest, readRequest } from "../../agent/rps/request.ts";
import { type Action, begin, type Input, type Session, step } from "../../agent/rps/session.ts";

const said = (envelope: object): Input => ({ kind: "message", message: readServerMessage(JSON.stringify(envelope)) });
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const http = (body: string, authorization = ""): string =>
  `POST /wsman HTTP/1.1\r\n${authorization}Host: x:16992\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const body = (method: string): string =>
  `<E><a:Action>http://intel.com/wbem/wscim/1/ips-schema/1/IPS_HostBasedSetupService/${method}</a:Action></E>`;
const wsman = (method: string, authorization?: string): Input =>
  said({ method: "wsman", status: "ok", payload: base64(http(body(method), authorization)) });
/** AMT answers what it was asked last, or does not. */
const replied = "replied";
const lost = "lost";

/** What is done at each of these, in short. */
function walk(inputs: readonly (Input | "replied" | "lost")[], from: Session = begin(16992)) {
  let session = from;
  let request: AmtRequest | undefined;
  const done = inputs.map((input) => {
    const next = step(session, typeof input === "string" ? atAmt(input, request) : input);
    session = next.session;
    for (const action of next.actions) if (action.do === "ask") request = action.request;
    return next.actions.map(short);
  });
  return { session, done };
}
function atAmt(how: "replied" | "lost", request: AmtRequest | undefined): Input {
  if (!request) throw new Error("AMT was asked nothing");
  if (how === "lost") return { kind: "unanswered", request, why: "nothing within 60 s" };
  return { kind: "replied", request, reply: Buffer.from("HTTP/1.1 200 OK\r\n\r\n") };
}
function short(action: Action): string {
  if (action.do === "send") return action.method;
  if (action.do === "ask") return `ask ${action.request.once ?? "something"}`;
  if (action.do === "pour") return `pour ${action.tunnel}`;
  return action.do;
}

describe("a request of the server's", () => {
  test("goes to AMT, and AMT's answer to the server", () => {
    const { done, session } = walk([wsman("Get"), replied, wsman("Setup"), replied]);
    expect(done).toEqual([["ask something"], ["response"], ["ask IPS_HostBasedSetupService.Setup"], ["response"]]);
    expect(session.phase).toBe("idle");
  });
  test("after a 401 is another sending of the same", () => {
    const digest = 'Authorization: Digest username="a"\r\n';
    expect(walk([wsman("Setup"), replied, wsman("Setup", digest), replied]).done[2]).toEqual([
      "ask IPS_HostBasedSetupService.Setup",
    ]);
  });
  test("that is repeated while AMT is at it goes to AMT once", () => {
    const { done } = walk([wsman("AdminSetup"), wsman("AdminSetup", "X: y\r\n"), wsman("AdminSetup"), replied]);
    expect(done).toEqual([["ask IPS_HostBasedSetupService.AdminSetup"], [], [], ["response"]]);
  });
  test("that the server has given up on is not answered: it would take that for the answer to the next", () => {
    const { done } = walk([wsman("AdminSetup"), wsman("Get"), wsman("Other"), replied, replied]);
    expect(done).toEqual([["ask IPS_HostBasedSetupService.AdminSetup"], [], [], ["ask something"], ["response"]]);
  });
  test("that must not be done twice is not, once its answer was lost; others are", () => {
    const { done } = walk([wsman("AdminSetup"), lost, wsman("AdminSetup"), wsman("Get"), lost, wsman("Get")]);
    expect(done).toEqual([
      ["ask IPS_HostBasedSetupService.AdminSetup"],
      ["tell"],
      ["tell"],
      ["ask something"],
      ["tell"],
      ["ask something"],
    ]);
  });
  test("nor when the server repeats it behind another", () => {
    const { done } = walk([wsman("AdminSetup"), wsman("Get"), wsman("AdminSetup"), lost]);
    expect(done.flat()).toEqual(["ask IPS_HostBasedSetupService.AdminSetup", "tell"]);
  });
});

describe("the ports", () => {
  const change = said({ method: "port_switch", payload: '{"port":"16993","rootCert":"x","delay":5}' });
  const hello = Buffer.alloc(60);
  hello.set([0x16, 3, 1, 0, 55, 1, 0, 0, 51, 3, 3]);
  const tls = (bytes: Buffer): Input => said({ method: "tls_data", payload: bytes.toString("base64") });
  test("are changed, acknowledged, and then carry TLS; a new handshake gets a connection of its own", () => {
    const { done } = walk([
      wsman("Get"),
      replied,
      change,
      { kind: "switched" },
      tls(hello),
      { kind: "tunnelled", tunnel: 2, bytes: Buffer.from("x") },
      tls(Buffer.from("1603010010100000000000", "hex")),
      { kind: "tunnel-ended", tunnel: 2 },
      tls(hello),
      { kind: "tunnelled", tunnel: 2, bytes: Buffer.from("too late") },
      { kind: "tunnel-ended", tunnel: 2 },
    ]);
    expect(done.slice(2)).toEqual([
      ["switch", "tell"],
      ["port_switch_ack"],
      ["pour 2"],
      ["tls_data"],
      ["pour 2"],
      ["connection_reset"],
      ["pour 3"],
      [],
      [],
    ]);
  });
  test("heartbeats are answered also meanwhile, an answer of AMT's that comes too late is dropped", () => {
    const beat = said({ method: "heartbeat_request", status: "heartbeat", payload: "" });
    expect(walk([wsman("Get"), change, beat, replied, { kind: "switched" }]).done).toEqual([
      ["ask something"],
      ["switch", "tell"],
      ["beat"],
      [],
      ["port_switch_ack"],
    ]);
  });
  test.each([
    ["TLS before that", [tls(hello)], 16992],
    ["a request without TLS after that", [wsman("Get")], 16993],
    ["a request before the acknowledgement", [change, wsman("Get")], 16992],
    ["TLS before the acknowledgement", [change, tls(hello)], 16992],
    ["a second change before it", [change, change], 16992],
  ] as const)("%s is refused", (_, inputs, port) => {
    expect(() => walk(inputs, begin(port))).toThrow(expect.objectContaining({ code: "RPS_ORDER" }));
  });
});

test("after the end nothing counts any more", () => {
  const end = said({ method: "success", message: '{"Status":"Done"}' });
  expect(walk([wsman("Get"), end, wsman("Get"), replied, said({ method: "error", message: "no" })]).done).toEqual([
    ["ask something"],
    ["end"],
    [],
    [],
    [],
  ]);
});

describe("messages that nobody agreed on", () => {
  const payload = (text: string): string => JSON.stringify({ method: "wsman", payload: base64(text) });
  test.each([
    ["no JSON", '{"method":"wsman","payload":"Hunter2', /a message is not JSON/],
    ["another kind of JSON", '["Hunter2"]', /the wrong form/],
    ["a number for a text", '{"method":7,"payload":"Hunter2"}', /wrong "method"/],
    ["an endless method", JSON.stringify({ method: "x".repeat(65) }), /wrong "method"/],
    ["a method of its own", '{"method":"exec","payload":"Hunter2"}', /"exec"/],
    ["no base64", '{"method":"wsman","payload":"Hunter2!"}', /not base64/],
    ["nothing to ask", '{"method":"wsman","payload":""}', /not base64/],
    ["another port", '{"method":"port_switch","payload":"{\\"port\\":\\"22\\",\\"delay\\":0}"}', /wrong "port"/],
    [
      "a delay of days",
      '{"method":"port_switch","payload":"{\\"port\\":\\"16993\\",\\"delay\\":90000}"}',
      /wrong "delay"/,
    ],
    ["a change to nothing", '{"method":"port_switch","payload":"Hunter2"}', /not JSON/],
    [
      "a heartbeat that is to be echoed and is huge",
      JSON.stringify({ method: "heartbeat_request", message: "x".repeat(70_000) }),
      /wrong "message"/,
    ],
    ["no HTTP", payload("Hunter2\r\n\r\n"), /no HTTP/],
    ["another page", payload("GET /Hunter2 HTTP/1.1\r\nHost: x\r\n\r\n"), /not for its web services/],
    ["a longer path", payload("POST /wsman/../x HTTP/1.1\r\nContent-Length: 0\r\n\r\n"), /not for its web services/],
    ["half a request", payload("POST /wsman HTTP/1.1\r\nContent-Length: 9\r\n\r\nHunter2"), /not whole/],
    ["two requests", payload(http("a") + http("b")), /more than one/],
    [
      "two lengths",
      payload("POST /wsman HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
      /more than once/,
    ],
    ["nesting without end", "[".repeat(900_000), /not JSON/],
  ])("%s", (_, text, why) => {
    const hear = () => step(begin(16992), { kind: "message", message: readServerMessage(text) });
    expect(hear).toThrow(expect.objectContaining({ code: "RPS_MALFORMED", message: expect.stringMatching(why) }));
    expect(hear).not.toThrow(/Hunter2/);
  });
});

describe("the request's bytes", () => {
  const chunked = (text: string, length: number): Buffer =>
    Buffer.from(
      [
        "POST /wsman HTTP/1.1",
        "Host: x:16992",
        "Transfer-Encoding: chunked",
        "Connection: close",
        "",
        length.toString(16).toUpperCase(),
        text,
        "0",
        "",
        "",
      ].join("\r\n"),
    );
  test("are what came, where the length is right", () => {
    for (const bytes of [chunked("<a>plain</a>", 12), chunked("<a>ü</a>", 9)])
      expect(readRequest(bytes).bytes).toEqual(bytes);
  });
  test("have a length in bytes, where servers have counted letters", () => {
    const text = "<a>Büro 日本 🖥</a>";
    expect(readRequest(chunked(text, text.length)).bytes).toEqual(chunked(text, Buffer.byteLength(text)));
  });
  test("are refused with any other length", () => {
    expect(() => readRequest(chunked("<a>ü</a>", 7))).toThrow(/no HTTP|not whole/);
  });
});

describe("what goes to the server", () => {
  test("fits into what servers take, or is refused", () => {
    expect(() => frame("response", Buffer.alloc(76_000), { version: "1" })).not.toThrow();
    expect(() => frame("response", Buffer.alloc(77_000), { version: "1" })).toThrow(
      expect.objectContaining({ code: "RPS_TOO_LARGE" }),
    );
  });
  test("cannot be printed", () => {
    expect(`${frame("response", Buffer.from("x"), { version: "1" })}`).toBe("[secret]");
  });
  test.each(["two words", "-x", "", 'a"b', "a\\b", "tab\there"])(
    "no profile %j: servers would take it apart",
    (profile) => {
      expect(() => methodOf({ do: "activate", profile })).toThrow(/--profile/);
    },
  );
  test("methods as servers read them", () => {
    expect(methodOf({ do: "activate", profile: "büro-1" })).toBe("activate --profile büro-1");
    expect(methodOf({ do: "deactivate", force: true })).toBe("deactivate -f");
    expect(methodOf({ do: "maintenance", task: "synctime" })).toBe("maintenance --synctime");
  });
});
