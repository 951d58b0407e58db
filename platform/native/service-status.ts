/** What a service and Windows' service control manager say to each other (winsvc.h, winuser.h), without calling anything. */

/** SERVICE_STATUS.dwCurrentState. */
export const serviceStates = { stopped: 1, startPending: 2, stopPending: 3, running: 4 } as const;
export type ServiceState = keyof typeof serviceStates;

const SERVICE_WIN32_OWN_PROCESS = 0x10;
/** STOP, SHUTDOWN, POWEREVENT, PRESHUTDOWN: of these a service is told while it runs. */
const ACCEPTED = 0x1 | 0x4 | 0x40 | 0x100;
/** A service that waits for its state to change is asked nothing. */
const acceptedIn = (state: ServiceState): number => (state === "running" ? ACCEPTED : 0);

const ERROR_SERVICE_SPECIFIC_ERROR = 1066;
/** Of a handler, for a control that it does not know. */
export const ERROR_CALL_NOT_IMPLEMENTED = 120;
/** Of the dispatcher: this process was not started by the service control manager. */
export const ERROR_FAILED_SERVICE_CONTROLLER_CONNECT = 1063;

export interface ServiceStatus {
  readonly state: ServiceState;
  /** 0, or the exit status that ended the service. */
  readonly exit?: number;
  /** Grows while a pending state makes progress. */
  readonly checkpoint?: number;
  /** ms until the next checkpoint or state at the latest. */
  readonly waitHint?: number;
}

/** SERVICE_STATUS: seven u32: type, state, accepted controls, exit code, the service's own exit code, checkpoint, wait hint in ms. */
export function serviceStatus({ state, exit = 0, checkpoint = 0, waitHint = 0 }: ServiceStatus): Buffer {
  const code = exit === 0 ? 0 : ERROR_SERVICE_SPECIFIC_ERROR;
  const fields = [SERVICE_WIN32_OWN_PROCESS, serviceStates[state], acceptedIn(state), code, exit, checkpoint, waitHint];
  const status = Buffer.alloc(fields.length * 4);
  fields.forEach((value, index) => {
    status.writeUInt32LE(value >>> 0, index * 4);
  });
  return status;
}

export type ServiceOrder = "stop" | "suspend" | "resume" | "nothing";

const orders: Readonly<Record<number, ServiceOrder>> = { 1: "stop", 5: "stop", 15: "stop", 4: "nothing" };
const SERVICE_CONTROL_POWEREVENT = 13;
/** PBT_APMSUSPEND, PBT_APMRESUMEAUTOMATIC. The latter comes at the end of every sleep; PBT_APMRESUMESUSPEND only adds that somebody is there. */
const powerOrders: Readonly<Record<number, ServiceOrder>> = { 4: "suspend", 18: "resume" };

/**
 * What a control means: STOP, SHUTDOWN and PRESHUTDOWN are one thing; INTERROGATE and power events that are no sleep want nothing but a yes.
 * undefined: not known here, to be answered so. A battery's event is no reason to read the ME anew.
 */
export const serviceOrder = (control: number, event: number): ServiceOrder | undefined =>
  control === SERVICE_CONTROL_POWEREVENT ? (powerOrders[event] ?? "nothing") : orders[control];
