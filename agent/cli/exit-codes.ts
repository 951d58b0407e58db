/** What a command's exit status says. Documented in docs/exit-codes.md, printed by `amt-agent --help`. */
export const exits = {
  ok: [0, "done; a machine without AMT is an answer too"],
  failed: [1, "something else went wrong; the message says what"],
  usage: [2, "the command line or the configuration is wrong"],
  absent: [3, "no ME device on this machine, or no CUSE to make one with"],
  denied: [4, "no permission: for the device, or for this call to the service"],
  busy: [5, "another program holds the ME, or the name asked for"],
  gone: [6, "the ME was reset or does not answer"],
  refused: [7, "the firmware refused the command"],
  malformed: [8, "the firmware's answer makes no sense"],
  unreachable: [9, "the service, or the virtual ME, is needed for this and is not running"],
  problem: [10, "doctor: at least one check failed"],
  interrupted: [130, "interrupted (Ctrl-C)"],
} as const;
export type Exit = keyof typeof exits;

/** By the stable code of the error that ended the command. */
export const exitsByCode: Readonly<Record<string, Exit>> = {
  CONFIG_INVALID: "usage",
  OPERATOR_UNKNOWN: "usage",
  MACHINE_UNKNOWN: "usage",
  COMMAND_UNKNOWN: "usage",
  INPUT: "usage",
  INPUT_SECRET: "usage",
  COMMAND_NOT_CONFIRMED: "usage",
  TRACE_INVALID: "usage",
  ME_ABSENT: "absent",
  CUSE_ABSENT: "absent",
  HBM_ABSENT: "absent",
  ME_DENIED: "denied",
  API_DENIED: "denied",
  OPERATOR_DENIED: "denied",
  LOCK_DENIED: "denied",
  SOCKET_DENIED: "denied",
  CUSE_DENIED: "denied",
  HBM_DENIED: "denied",
  ME_BUSY: "busy",
  LOCK_BUSY: "busy",
  SOCKET_IN_USE: "busy",
  CUSE_IN_USE: "busy",
  HBM_IN_USE: "busy",
  API_ALREADY_RUNNING: "busy",
  ME_GONE: "gone",
  ME_TIMEOUT: "gone",
  CUSE_GONE: "gone",
  HBM_GONE: "gone",
  ME_STATUS: "refused",
  ME_NO_CLIENT: "refused",
  OPERATOR_REFUSED: "refused",
  WIRE: "malformed",
  OPERATOR_PROTOCOL: "malformed",
  ME_EMPTY: "malformed",
  ME_MISMATCH: "malformed",
  API_UNREACHABLE: "unreachable",
  OPERATOR_UNREACHABLE: "unreachable",
  ABORTED: "interrupted",
};

/** The exit of an error by its stable code; commander's own errors are wrong usage. */
export function exitOf(code: string): Exit {
  return exitsByCode[code] ?? (code.startsWith("commander.") ? "usage" : "failed");
}
export const statusOf = (exit: Exit): number => exits[exit][0];
