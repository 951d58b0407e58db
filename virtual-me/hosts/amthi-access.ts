import {
  closeUserInitiatedConnection,
  getLocalSystemAccount,
  getRemoteAccessStatus,
  getUserInitiatedInterfaces,
  openUserInitiatedConnection,
} from "../../mei/amthi/access.ts";
import { getCiraLog } from "../../mei/amthi/cira-log.ts";
import type { Answer } from "../../mei/command.ts";
import * as rules from "../rules/access.ts";
import type { World } from "../world.ts";
import { ciraLog } from "./cira-log.ts";

export function amthiAccess(world: World): Answer[] {
  const { userConnection } = world;
  const { remoteAccess } = world.machine.facts;
  return [
    openUserInitiatedConnection.answer(() => rules.openUserConnection(world)),
    closeUserInitiatedConnection.answer(() => rules.closeUserConnection(world)),
    getRemoteAccessStatus.answer(() => ({
      network: world.insideEnterprise ? "direct" : remoteAccess.value.network,
      connection: world.connection,
      trigger: world.trigger,
      server: world.server,
    })),
    getUserInitiatedInterfaces.answer(() => ({
      enabled: { bios: userConnection.bios, os: userConnection.os, other: 0 },
    })),
    getLocalSystemAccount.answer(() => world.localAccount),
    getCiraLog.answer(() => ciraLog(world)),
  ];
}
