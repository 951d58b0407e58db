/** What can go wrong on a message bus, each with a stable code. Callers switch on `code`, never on text. */
export type DBusErrorCode =
  /** No bus to connect to: no address, or none of a kind we speak. */
  | "DBUS_ADDRESS"
  /** The bus could not be reached. */
  | "DBUS_CONNECT"
  /** The bus refused our user. */
  | "DBUS_AUTH"
  /** The connection is over. Whatever was pending settles with this, whoever ended it. */
  | "DBUS_CLOSED"
  /** Bytes that are no D-Bus message, or break the specification's limits. */
  | "DBUS_WIRE"
  /** A value that does not fit the signature it was to be sent with. */
  | "DBUS_VALUE"
  /** A reply larger than this connection takes. */
  | "DBUS_TOO_LARGE"
  /** The peer answered with an error; `dbusName` is its D-Bus name. */
  | "DBUS_REPLY"
  /** The peer answered with other types than it declares. */
  | "DBUS_MISMATCH";

export class DBusError extends Error {
  override name = "DBusError";
  readonly code: DBusErrorCode;
  /** `org.freedesktop.DBus.Error.NameHasNoOwner`: with DBUS_REPLY, and on errors thrown by our own exported methods. */
  readonly dbusName: string | undefined;
  constructor(code: DBusErrorCode, message: string, options: { cause?: unknown; dbusName?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.dbusName = options.dbusName;
  }
}
