import { virtualMarker as client } from "../clients.ts";
import { command } from "../command.ts";
import { headedFrame } from "../headed-frame.ts";
import { countedText, exactly, struct, u8, u16 } from "../wire/index.ts";

const frame = headedFrame({
  code: "virtual 56",
  recognises: (bytes) => bytes[0] === 0x56,
  request: struct({ question: exactly(u8, 0x56) }),
  reply: struct({ answer: exactly(u8, 0xd6), status: u8 }),
});

/** Our own client, ours to define: names the virtual machine, so that every surface can say which one it is. */
export const getVirtualMachine = command(client, frame, {
  name: "getVirtualMachine",
  title: "Name of the virtual machine",
  effect: "read",
  request: {},
  reply: { machine: countedText(u16, 64) },
  source: "this project",
});
export const virtualCommands = [getVirtualMachine];
