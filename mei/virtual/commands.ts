import { virtualMarker as client } from "../clients.ts";
import { command, type Frame } from "../command.ts";
import { countedText, encode, exactly, struct, u8, u16 } from "../wire/index.ts";

const requestHeader = struct({ question: exactly(u8, 0x56) });
const replyHeader = struct({ answer: exactly(u8, 0xd6), status: u8 });
const frame: Frame = {
  code: "virtual 56",
  recognises: (bytes) => bytes[0] === 0x56,
  writeRequest: (body) => Buffer.concat([encode(requestHeader, {}), body]),
  openRequest(from) {
    from.enter("header");
    requestHeader.read(from);
    from.leave();
  },
  writeReply: (body) => Buffer.concat([encode(replyHeader, { status: 0 }), body]),
  openReply(from) {
    from.enter("header");
    const { status } = replyHeader.read(from);
    from.leave();
    return status;
  },
  writeRefusal: (status) => encode(replyHeader, { status }),
  statusName: () => undefined,
};

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
