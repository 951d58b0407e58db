import type { OpenFailure } from "./channel-messages.ts";
import type { ApfError } from "./errors.ts";
import type { ApfMessage } from "./messages.ts";

/** What a session machine wants done, in this order. Machines do nothing themselves: no sockets, no time, no streams. */
export type Action =
  | { readonly do: "send"; readonly message: ApfMessage }
  /** The services are agreed on: channels may be opened. */
  | { readonly do: "ready" }
  /** Our opening was confirmed, or our acceptance is on its way: the channel carries data. */
  | { readonly do: "opened"; readonly channel: number }
  /** Our opening was refused; the number is free again. */
  | { readonly do: "refused"; readonly channel: number; readonly error: ApfError }
  /** The other side wants to open a channel: command `accept` or `refuse` answers. */
  | { readonly do: "offer"; readonly channel: number; readonly ends: Ends }
  /** The other side gave up before we answered its offer. */
  | { readonly do: "withdrawn"; readonly channel: number }
  | { readonly do: "data"; readonly channel: number; readonly data: Buffer }
  /** More may be sent on it. */
  | { readonly do: "credit"; readonly channel: number }
  /** The other side sends no more data on it. */
  | { readonly do: "ended"; readonly channel: number }
  /** The other side has closed it: nothing can be sent any more. What it sent before is still to be read. */
  | { readonly do: "closed"; readonly channel: number }
  /** The other side broke the rules of the channel, which we have closed for that. */
  | { readonly do: "failed"; readonly channel: number; readonly error: ApfError }
  /** Both sides have closed it: its number, and the firmware's slot, are free. */
  | { readonly do: "free"; readonly channel: number }
  /** The firmware asks for a port: command `answer` with this number says whether it is listened on. */
  | { readonly do: "forward"; readonly request: number; readonly forward: Forward }
  | { readonly do: "unforward"; readonly forward: Forward }
  /** The firmware wants a datagram sent. Only for those who said that they do so. */
  | { readonly do: "datagram"; readonly datagram: Datagram }
  /** Something that was passed over or refused, for logs. */
  | { readonly do: "notice"; readonly text: string }
  /** The session is over; nothing follows. */
  | { readonly do: "end"; readonly error: ApfError };

/** What a user of the session wants. */
export type Command =
  /** Speaks first, where the role does. */
  | { readonly do: "start" }
  /** Opens a channel of our number `channel` (`nextChannel`). */
  | { readonly do: "open"; readonly channel: number; readonly ends: Ends }
  | { readonly do: "accept"; readonly channel: number }
  | { readonly do: "refuse"; readonly channel: number; readonly reason: OpenFailure }
  /** At most `credit(channel)` bytes. */
  | { readonly do: "write"; readonly channel: number; readonly data: Buffer }
  /** So many bytes of data have really been used. */
  | { readonly do: "consumed"; readonly channel: number; readonly bytes: number }
  /** Nothing more will be sent; also gives up an opening that has not been answered. */
  | { readonly do: "close"; readonly channel: number }
  | { readonly do: "answer"; readonly request: number; readonly accepted: boolean }
  /** The firmware wants just these ports forwarded from now on: it asks for what is new and takes back what is not among them. */
  | { readonly do: "want"; readonly forwards: readonly Forward[] }
  /** Bytes came that are no message. */
  | { readonly do: "malformed"; readonly error: ApfError }
  | { readonly do: "disconnect" };

/** Where a channel leads and who asked for it. */
export interface Ends {
  readonly targetAddress: string;
  readonly targetPort: number;
  readonly originAddress: string;
  readonly originPort: number;
}
export interface Forward {
  /** `0.0.0.0` or `::` is the tunnel for remote hosts, anything else AMT's own name, which may be empty (lms.md 1.5). */
  readonly address: string;
  readonly port: number;
}
export interface Datagram extends Ends {
  readonly data: Buffer;
}

/** One side of a session. A command that does not fit the state throws: that is a mistake of ours, not of the other side. */
export interface SessionMachine {
  receive(message: ApfMessage): Action[];
  command(command: Command): Action[];
  /** A number for a channel of ours; undefined when there are too many. */
  nextChannel(): number | undefined;
  /** Why no channel to this port of the other side can be opened now. */
  refusal(port: number): ApfError | undefined;
  /** Bytes that may be sent on the channel now. */
  credit(channel: number): number;
  /** Is the number in use? */
  has(channel: number): boolean;
  /** Channels whose numbers are in use, also those that are being opened and closed. */
  readonly channels: number;
  readonly ready: boolean;
  /** What the firmware has asked for and was granted. */
  readonly forwards: readonly Forward[];
}
