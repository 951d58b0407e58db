import type { MeiClient } from "./clients.ts";

/** The waist: what every driver is, real or virtual. Errors are MeiError; an abort rejects with the signal's reason. */
export interface MeiDriver {
  /** `linux`, `windows`, `virtual:acm-15`, `socket:/run/x.sock`, `trace:file.jsonl`: as given to `--mei`. */
  readonly name: string;
  /** What the machine says of itself without a connection, read anew at each call. Rejects ME_ABSENT or ME_DENIED. */
  describe(options: { signal: AbortSignal }): Promise<DeviceFacts>;
  /**
   * One connection to one ME client, tried once: ME_BUSY, ME_NO_CLIENT and ME_GONE are the caller's to retry
   * (`openSession` does). May take 20 s on a hung ME, without blocking the event loop.
   */
  connect(client: MeiClient, options: { signal: AbortSignal }): Promise<MeiConnection>;
  /** Closes every connection; whatever waits on one rejects ME_CLOSED. The process can exit afterwards. */
  close(): Promise<void>;
}

export interface MeiConnection {
  readonly client: MeiClient;
  /** Bytes, the largest message either way. */
  readonly maxMessage: number;
  /** Protocol version of the client. */
  readonly version: number;
  /** Grows with every connection of this driver; nothing of an older one is ever delivered here. */
  readonly generation: number;
  readonly virtual: boolean;
  /** One message, not to be changed afterwards. Rejects ME_TOO_LARGE, ME_GONE, ME_CLOSED. */
  send(message: Buffer, options: { signal: AbortSignal }): Promise<void>;
  /** One message; of zero length is a message too. One waiter at a time. Rejects ME_GONE, ME_CLOSED. An aborted wait loses no message. */
  receive(options: { signal: AbortSignal }): Promise<Buffer>;
  /** `send` without a wait, of a message that may be in two pieces, where there is room: false, and nothing was done, where there is none or it would be refused. */
  sendNow?(message: Buffer, rest?: Buffer): boolean;
  /** `receive` without a wait: undefined where nothing has come, where somebody waits, and where it would be refused. */
  receiveNow?(): Buffer | undefined;
  /** Never rejects. A hung ME can hold it for 15 s (measured), without blocking the event loop. */
  close(): Promise<void>;
}

export interface DeviceFacts {
  /** `/dev/mei0`, a device interface path, a socket. */
  readonly device: string;
  readonly virtual: boolean;
  /** The virtual machine's name. */
  readonly machine?: string;
  /** HFSTS1 onwards: none, one, two or six words, by generation. */
  readonly firmwareStatus: readonly number[];
  /** `0:16.1.25.1917`: code, recovery, FITC, as the driver prints them. */
  readonly firmwareVersions: readonly string[];
  /** The driver's own state of the bus, ENABLED when it works. */
  readonly state?: string;
  readonly driverVersion?: string;
}
