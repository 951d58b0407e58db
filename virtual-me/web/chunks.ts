/** A body in AMT's chunks: four upper-case hex digits, the first as long as the buffer leaves beside the head (rpc.md 4.2, golden.md 4.6). */
export function chunked(body: Buffer, head: number, buffer: number): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  let room = Math.max(1, buffer - head);
  while (at < body.length) {
    const data = body.subarray(at, at + room);
    const size = data.length.toString(16).toUpperCase().padStart(4, "0");
    parts.push(Buffer.from(`${size}\r\n`), data, Buffer.from("\r\n"));
    at += data.length;
    room = buffer;
  }
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}
