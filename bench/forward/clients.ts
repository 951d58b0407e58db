import { connect, type Socket } from "node:net";

/** Bytes one connection can be given. */
export const LARGEST = 2 ** 26;
const source = Buffer.alloc(LARGEST, 0x5a);
const intake = Buffer.alloc(65_536);

/** A connection, what it brings told by its size alone. */
function open(port: number, onBytes: (size: number) => void, fail: (error: Error) => void): Socket {
  const onread = {
    buffer: intake,
    callback(size: number) {
      onBytes(size);
      return true;
    },
  };
  return connect({ host: "127.0.0.1", port, noDelay: true, onread }).on("error", fail);
}

/**
 * Each of `connections` sends so many bytes at once, through an echo, and closes when it has got as many back. ms from the first byte that
 * came back to the last: what a connection costs before that is told by `ask`.
 */
export async function move(port: number, connections: number, bytesEach: number): Promise<number> {
  let from = 0;
  let until = 0;
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<void>((resolve, reject) => {
          let got = 0;
          const socket = open(
            port,
            (size) => {
              from ||= performance.now();
              got += size;
              if (got > bytesEach) reject(new Error(`${got} bytes came back of ${bytesEach}`));
              else if (got === bytesEach) {
                until = performance.now();
                socket.destroy();
              }
            },
            reject,
          );
          socket.once("close", () =>
            got === bytesEach ? resolve() : reject(new Error(`${got} of ${bytesEach} bytes`)),
          );
          socket.write(source.subarray(0, bytesEach));
        }),
    ),
  );
  return until - from;
}

export interface Latencies {
  /** ms from connecting to the first answer: with more connections than channels, the wait for one. */
  readonly firsts: number[];
  /** µs of every further round trip. */
  readonly rounds: number[];
}
const MESSAGE = 512;

/** Each of `connections` asks and waits for the answer so many times. */
export async function ask(port: number, connections: number, times: number): Promise<Latencies> {
  const found: Latencies = { firsts: [], rounds: [] };
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<void>((resolve, reject) => {
          let from = performance.now();
          let got = 0;
          let done = 0;
          const socket = open(
            port,
            (size) => {
              got += size;
              if (got < MESSAGE) return;
              got = 0;
              const took = performance.now() - from;
              if (done === 0) found.firsts.push(took);
              else found.rounds.push(took * 1000);
              done += 1;
              if (done > times) return void socket.destroy();
              from = performance.now();
              socket.write(source.subarray(0, MESSAGE));
            },
            reject,
          );
          socket.once("close", () => (done > times ? resolve() : reject(new Error(`${done} answers of ${times + 1}`))));
          socket.write(source.subarray(0, MESSAGE));
        }),
    ),
  );
  return found;
}
