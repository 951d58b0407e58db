import { ApfError } from "./errors.ts";
import type { Action, Forward } from "./machine.ts";
import type { ApfMessage, ApfMessageOf } from "./messages.ts";

/** Ports that firmware may have forwarded at once; machines ask for seven at most (rpc.md 5.4). */
const MOST_FORWARDS = 64;
/** Requests that wait for an answer of ours. */
const MOST_WAITING = 256;

interface Waiting {
  readonly request: number;
  readonly forward?: Forward;
  reply: ApfMessage | undefined;
}
/** The firmware's global requests at the host. Answers carry no number, so they go out in the order of the requests. */
export interface Requests {
  /** Throws APF_PROTOCOL. */
  receive(message: ApfMessageOf<"globalRequest">): Action[];
  answer(request: number, accepted: boolean): Action[];
  readonly forwards: readonly Forward[];
}

const failure: ApfMessage = { type: "requestFailure" };
const isSame = (one: Forward) => (other: Forward) => one.port === other.port && one.address === other.address;

/** `datagrams`: somebody sends them; otherwise that request is refused. */
export function requests({ datagrams }: { readonly datagrams: boolean }): Requests {
  const waiting: Waiting[] = [];
  let forwards: readonly Forward[] = [];
  let last = 0;

  function queue(reply: ApfMessage | undefined, forward?: Forward): number {
    if (waiting.length >= MOST_WAITING)
      throw new ApfError("APF_PROTOCOL", `${MOST_WAITING} requests are waiting for an answer, and here is another`);
    last += 1;
    waiting.push({ request: last, reply, ...(forward && { forward }) });
    return last;
  }
  function flushed(): Action[] {
    const actions: Action[] = [];
    while (waiting[0]?.reply) {
      actions.push({ do: "send", message: waiting[0].reply });
      waiting.shift();
    }
    return actions;
  }
  /** What nobody waits for is not answered: the answer would be taken for the next request's. */
  function refused(wantReply: boolean, text: string): Action[] {
    if (wantReply) queue(failure);
    return [{ do: "notice", text }, ...flushed()];
  }
  function forward(wanted: Forward): Action[] {
    const asked = waiting.flatMap(({ forward }) => forward ?? []);
    const known = [...forwards, ...asked];
    const problem =
      wanted.port < 1 || wanted.port > 0xffff
        ? "there is no such port"
        : known.some(isSame(wanted))
          ? "it is forwarded already"
          : known.length >= MOST_FORWARDS
            ? `${MOST_FORWARDS} are forwarded already`
            : undefined;
    if (!problem) return [{ do: "forward", request: queue(undefined, wanted), forward: wanted }];
    queue(failure);
    return [{ do: "notice", text: `refused to forward port ${wanted.port}: ${problem}` }, ...flushed()];
  }
  function cancel(unwanted: Forward): Action[] {
    const known = forwards.find(isSame(unwanted));
    queue(known ? { type: "requestSuccess", ports: [] } : failure);
    if (!known)
      return [{ do: "notice", text: `port ${unwanted.port} is not forwarded: nothing to cancel` }, ...flushed()];
    forwards = forwards.filter((one) => one !== known);
    return [{ do: "unforward", forward: known }, ...flushed()];
  }

  return {
    receive({ request }) {
      switch (request.name) {
        // Both are always answered: Intel LMS does not look at wantReply either (lms.md 1.3).
        case "tcpip-forward":
          return forward({ address: request.address, port: request.port });
        case "cancel-tcpip-forward":
          return cancel({ address: request.address, port: request.port });
        case "udp-send-to@amt.intel.com": {
          const { address, port, originAddress, originPort, data } = request;
          if (!datagrams)
            return refused(request.wantReply, `refused to send ${data.length} bytes by UDP to ${address} port ${port}`);
          // Not answered: Intel LMS never does (lms.md 7).
          return [
            {
              do: "datagram",
              datagram: {
                targetAddress: address,
                targetPort: port,
                originAddress,
                originPort,
                data: Buffer.from(data),
              },
            },
          ];
        }
        case "other":
          return refused(request.wantReply, `refused a request "${request.unknown}", which is unknown`);
      }
    },
    answer(number, accepted) {
      const found = waiting.find(({ request }) => request === number);
      if (!found?.forward || found.reply) return [];
      found.reply = accepted ? { type: "requestSuccess", ports: [found.forward.port] } : failure;
      if (accepted) forwards = [...forwards, found.forward];
      return flushed();
    },
    get forwards() {
      return forwards;
    },
  };
}
