import { type Message, readMessage, writeRequest } from "./envelope.ts";
import { WsmanError, WsmanFault } from "./errors.ts";
import { faultIn } from "./fault.ts";
import { type MethodName, type MethodOf, methodOf, readOutput, writeInput } from "./method-call.ts";
import { classNameOf } from "./namespace.ts";
import {
  type Operation,
  push,
  readCreateReply,
  readEnumerateReply,
  readPullReply,
  readSubscribeReply,
  requestFor,
} from "./operation.ts";
import { type Reference, referTo, type Selectors } from "./reference.ts";
import {
  type Input,
  type Instance,
  type OnDiagnostic,
  type Output,
  type Resource,
  readInstance,
  writeInstance,
} from "./resource.ts";
import { XmlError } from "./xml/error.ts";
import type { XmlNode } from "./xml/node.ts";

export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}
/** Carries one request. It may send a request again after a broken connection only where that is `repeatable`. */
export type Post = (
  body: string,
  options: { readonly signal: AbortSignal; readonly repeatable: boolean },
) => Promise<HttpReply>;

export interface WsmanOptions {
  readonly post: Post;
  /** Told of every element that was kept and not understood. */
  readonly onDiagnostic?: OnDiagnostic;
  /** Seconds AMT may take for one operation. AMT itself allows no less than 30 (Intel's SDK, DSP0226). */
  readonly operationTimeout?: number;
  /** Items of one enumeration. The fullest class seen has some hundred. */
  readonly maxItems?: number;
}
interface Call {
  readonly signal: AbortSignal;
}
interface Selecting extends Call {
  readonly selectors?: Selectors;
}
/** One enumerated instance. `className` differs from the class asked for where that has heirs. */
export interface Item<R extends Resource> {
  readonly className: string;
  readonly value: Instance<R>;
}

/**
 * WS-Management's operations on typed classes. Errors: WsmanFault and ReturnValueError where AMT says no, ValueError for values that do
 * not fit their declaration either way, WsmanError and XmlError for answers that are none; and whatever `post` throws.
 */
export interface Wsman {
  get<R extends Resource>(of: R, options: Selecting): Promise<Instance<R>>;
  /** Every item, however many pulls it takes. */
  enumerate<R extends Resource>(of: R, options: Call): Promise<Item<R>[]>;
  /** Gives the instance as AMT has it now, where AMT sends it back. Put back what you got: AMT takes no single properties. */
  put<R extends Resource>(of: R, instance: Instance<R>, options: Selecting): Promise<Instance<R> | undefined>;
  create<R extends Resource>(of: R, instance: Instance<R>, options: Call): Promise<Reference>;
  delete(of: Resource, options: Selecting): Promise<void>;
  invoke<R extends Resource, N extends MethodName<R>>(
    of: R,
    method: N,
    input: Input<MethodOf<R, N>>,
    options: Selecting,
  ): Promise<Output<MethodOf<R, N>>>;
  /** Events to `url` from now on; `of` is CIM_FilterCollection, the selector its InstanceID. Gives the subscription's reference. */
  subscribe(of: Resource, url: string, options: Selecting & { readonly mode?: string }): Promise<Reference>;
  unsubscribe(of: Resource, options: Selecting): Promise<void>;
}

function answerIn(reply: HttpReply, what: string): Message {
  // AMT 11.8 says application/octet-stream of its own SOAP (golden.md 4.6): only the body tells
  const carries = reply.status === 200 || reply.status === 400 || reply.status === 500;
  const http = (cause?: unknown): WsmanError =>
    new WsmanError("WSMAN_HTTP", `${what}: AMT's web server answered ${reply.status} without a message`, {
      status: reply.status,
      ...(cause === undefined ? {} : { cause }),
    });
  if (!carries) throw http();
  try {
    return readMessage(reply.body);
  } catch (error) {
    if (reply.status !== 200 && (error instanceof XmlError || error instanceof WsmanError)) throw http(error);
    throw error;
  }
}

/** Every item of a class that is asked for, or of one of its heirs. */
function itemOf<R extends Resource>(of: R, node: XmlNode, onDiagnostic: OnDiagnostic | undefined): Item<R> {
  const className = classNameOf(node.namespace || node.name);
  const declared = [of as Resource, ...of.subclasses].find((one) => one.className === className);
  if (declared !== undefined) return { className, value: readInstance(declared, node, onDiagnostic) as Instance<R> };
  // An heir nobody declared: its elements are in its own namespace, so all of them are kept and none understood
  return { className, value: readInstance(of, node, onDiagnostic) };
}

/** A client over one way of posting requests, of which one may be under way at a time or several: it keeps no state but a counter. */
export function createWsman(options: WsmanOptions): Wsman {
  const { post, onDiagnostic, operationTimeout = 60, maxItems = 10_000 } = options;
  let sent = 0;

  async function send(
    of: Resource,
    operation: Operation,
    { signal, selectors }: Selecting,
    repeatable: boolean,
  ): Promise<XmlNode | undefined> {
    signal.throwIfAborted();
    const messageId = String(sent++);
    const what = `${operation.kind === "invoke" ? operation.method : operation.kind} of ${of.className}`;
    const request = writeRequest({
      ...requestFor(of.uri, operation),
      messageId,
      selectors,
      operationTimeout: `PT${operationTimeout}S`,
    });
    const answer = answerIn(await post(request, { signal, repeatable }), what);
    const fault = faultIn(answer.body);
    if (fault !== undefined) throw new WsmanFault(what, fault);
    if (answer.relatesTo !== messageId) throw new WsmanError("WSMAN_MISMATCH", `${what}: an answer to another request`);
    return answer.body;
  }

  function instanceIn<R extends Resource>(of: R, body: XmlNode | undefined): Instance<R> {
    if (body?.name === of.className) return readInstance(of, body, onDiagnostic);
    throw new WsmanError("WSMAN_MALFORMED", `an answer that should be ${of.className} and is not`);
  }

  return {
    get: async (of, call) => instanceIn(of, await send(of, { kind: "get" }, call, true)),

    async enumerate(of, call) {
      const items: Item<typeof of>[] = [];
      let context = readEnumerateReply(await send(of, { kind: "enumerate" }, call, true));
      for (let empty = 0; empty < 3; ) {
        // One large pull costs firmware less than many small ones; both numbers are those of other clients (rpc.md 3.0)
        const pull = { kind: "pull", context, maxElements: 999, maxCharacters: 99_999 } as const;
        const reply = readPullReply(await send(of, pull, call, false));
        for (const node of reply.items) items.push(itemOf(of, node, onDiagnostic));
        if (reply.end) return items;
        if (items.length > maxItems)
          throw new WsmanError("WSMAN_LIMIT", `more than ${maxItems} items of ${of.className}`);
        context = reply.context ?? context;
        empty = reply.items.length > 0 ? 0 : empty + 1;
      }
      throw new WsmanError("WSMAN_LIMIT", `an enumeration of ${of.className} that does not end`);
    },

    async put(of, instance, call) {
      const body = await send(of, { kind: "put", instance: writeInstance(of, instance) }, call, false);
      return body === undefined ? undefined : instanceIn(of, body);
    },

    create: async (of, instance, call) =>
      readCreateReply(await send(of, { kind: "create", instance: writeInstance(of, instance) }, call, false)),

    async delete(of, call) {
      await send(of, { kind: "delete" }, call, false);
    },

    async invoke(of, method, input, call) {
      const operation = { kind: "invoke", method, input: writeInput(of, method, input) } as const;
      const repeatable = methodOf(of, method).effect === "read";
      return readOutput(of, method, await send(of, operation, call, repeatable), onDiagnostic);
    },

    async subscribe(of, url, { mode = push, ...call }) {
      const notifyTo: Reference = { ...referTo(of.uri, {}), address: url, resourceUri: undefined };
      return readSubscribeReply(await send(of, { kind: "subscribe", mode, notifyTo }, call, false));
    },

    async unsubscribe(of, call) {
      await send(of, { kind: "unsubscribe" }, call, false);
    },
  };
}
