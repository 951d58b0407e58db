/** A Windows call failed with this error number (winerror.h). */
export class WindowsError extends Error {
  override name = "WindowsError";
  readonly code = "WINDOWS_ERROR";
  readonly call: string;
  readonly number: number;
  constructor(call: string, number: number) {
    super(`${call}: Windows error ${number}`);
    this.call = call;
    this.number = number;
  }
}

export const ERROR_FILE_NOT_FOUND = 2;
export const ERROR_INVALID_HANDLE = 6;
export const ERROR_LOCK_VIOLATION = 33;
export const ERROR_INSUFFICIENT_BUFFER = 122;
export const ERROR_PIPE_BUSY = 231;
export const ERROR_MORE_DATA = 234;
export const ERROR_NO_MORE_ITEMS = 259;
export const ERROR_OPERATION_ABORTED = 995;
export const ERROR_IO_PENDING = 997;
