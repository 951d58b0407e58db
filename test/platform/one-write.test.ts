import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { oneWrite } from "../../platform/one-write.ts";

test("what is written in one turn of the loop goes out at once, in order, and what is written in the next after it", async () => {
  const out: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    writev(chunks, done) {
      out.push(chunks.map(({ chunk }) => String(chunk)).join(""));
      done();
    },
  });
  const put = (text: string): void => {
    oneWrite(stream);
    stream.write(text);
  };
  put("a");
  put("b");
  await Promise.resolve().then(() => put("c"));
  expect(out).toEqual([]);
  await turn();
  expect(out).toEqual(["abc"]);
  put("d");
  stream.end();
  await turn();
  expect(out.join("|")).toBe("abc|d");
});
