/** One DER value (X.690): tag, length, content. */
export function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const value = Buffer.concat(content);
  if (value.length < 0x80) return Buffer.concat([Buffer.from([tag, value.length]), value]);
  const digits = value.length.toString(16);
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, value]);
}
export const sequence = (...content: readonly Buffer[]): Buffer => tlv(0x30, ...content);
export const setOf = (...content: readonly Buffer[]): Buffer => tlv(0x31, ...content);
export const octets = (value: Buffer): Buffer => tlv(0x04, value);
export const bits = (value: Buffer, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), value);
export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text));
export const truth = tlv(0x01, Buffer.from([0xff]));

/** Of a positive number, its bytes most significant first. */
export function integer(value: Buffer | number): Buffer {
  const bytes = typeof value === "number" ? Buffer.from([value]) : value;
  return tlv(0x02, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tlv(0x06, Buffer.from(bytes));
}

/** UTCTime: 1950 to 2049. */
export const utcTime = (date: Date): Buffer =>
  tlv(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
