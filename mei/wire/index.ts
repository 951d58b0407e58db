/** The vocabulary every message is declared in. */
export { type BitField, type Codec, decode, encode, holdsSecret, type Of, type Shape } from "./codec.ts";
export { array, type Fields, list, repeat, type Struct, struct, tagged } from "./compound.ts";
export { Cursor, type SecretRange, Sink, WireError } from "./cursor.ts";
export {
  anyWidth,
  type Bits,
  bits,
  exactly,
  flag,
  flagBefore,
  oneOf,
  reserved,
  type UnsignedCodec,
  u8,
  u16,
  u16be,
  u32,
  u32be,
  u64,
} from "./numbers.ts";
export {
  bytes,
  countedBytes,
  countedText,
  guidFromBytes,
  guidToBytes,
  ipv4,
  mac,
  rest,
  secretCountedText,
  secretText,
  text,
  uuid,
} from "./text.ts";
