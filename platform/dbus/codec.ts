import { DBusError } from "./errors.ts";
import { Reader } from "./reader.ts";
import { type Body, type DBusValue, parseSignature } from "./signature.ts";
import { refuse, Writer } from "./writer.ts";

/** Always little-endian. Throws DBUS_VALUE where a value does not fit, DBUS_WIRE where the signature is none. */
export function marshal<S extends string>(signature: S, body: Body<S>): Buffer {
  const types = parseSignature(signature);
  const values = body as unknown as readonly DBusValue[];
  if (values.length !== types.length) refuse(`body of ${types.length}`, values);
  const writer = new Writer();
  for (const [index, type] of types.entries()) writer.write(type, values[index]);
  return writer.bytes;
}

/** Byte arrays are views of `bytes`. Throws DBUS_WIRE with the offset on anything malformed, leftovers included. */
export function unmarshal<S extends string>(signature: S, bytes: Buffer, { little = true } = {}): Body<S> {
  const { body, size } = unmarshalPrefix(signature as string, bytes, { little });
  if (size !== bytes.length)
    throw new DBusError(
      "DBUS_WIRE",
      `D-Bus message malformed at offset ${size}: ${bytes.length - size} bytes too many`,
    );
  return body as unknown as Body<S>;
}

/** As `unmarshal`, but says how many bytes it read instead of refusing those that follow. */
export function unmarshalPrefix<S extends string>(
  signature: S,
  bytes: Buffer,
  { little = true } = {},
): { body: Body<S>; size: number } {
  const reader = new Reader(bytes, little);
  const body = parseSignature(signature).map((type) => reader.read(type)) as unknown as Body<S>;
  return { body, size: reader.offset };
}
