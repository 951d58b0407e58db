import { getProvisioningState } from "../../mei/amthi/provisioning.ts";
import { amthi, upid } from "../../mei/clients.ts";
import { socketDriver } from "../../mei/drivers/socket.ts";
import { realClock } from "../../platform/clock.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import { served } from "../support/served-machine.ts";
import { driverContract } from "./contract.ts";

const machine = "unprovisioned-11";
const [golden] = getProvisioningState.golden;
const message = {
  client: amthi,
  missing: upid,
  request: Buffer.from(golden?.requestHex ?? "", "hex"),
  reply: Buffer.from(golden?.replyHex ?? "", "hex"),
};

driverContract("virtual", async () => {
  const me = await createVirtualMe(machine, { clock: realClock });
  const driver = virtualDriver(me);
  return {
    ...message,
    driver,
    reset: () => me.operator.reset(),
    second: () => virtualDriver(me),
    async close() {
      await driver.close();
      me.close();
    },
  };
});

driverContract("socket", async () => {
  const { me, path, stop } = await served(machine);
  const driver = socketDriver({ path, clock: realClock });
  return {
    ...message,
    driver,
    reset: () => me.operator.reset(),
    second: () => socketDriver({ path, clock: realClock }),
    async close() {
      await driver.close();
      await stop();
    },
  };
});
