import { expect } from "vitest";
import { StatusError } from "../../mei/errors.ts";
import { WireError } from "../../mei/wire/index.ts";

/** Fails unless `error` is a typed refusal that points into a message of `length` bytes. */
export function expectRefusal(error: unknown, length: number): WireError | StatusError {
  if (error instanceof StatusError && error.status !== 0) return error;
  if (!(error instanceof WireError)) throw error;
  if (!/^.+ at offset \d+: .+/.test(error.message)) expect.fail(`${error.message}: names no field and offset`);
  if (error.offset < 0 || error.offset > length)
    expect.fail(`${error.message}: offset outside the ${length} bytes of the message`);
  return error;
}

/** What `work` throws, which must be a typed refusal. Anything else fails the test. */
export function refusal(work: () => unknown, length: number, what = "accepted"): WireError | StatusError {
  let result: unknown;
  try {
    result = work();
  } catch (error) {
    return expectRefusal(error, length);
  }
  expect.fail(`${what}: ${JSON.stringify(result, (_, part) => (typeof part === "bigint" ? `${part}` : part))}`);
}
