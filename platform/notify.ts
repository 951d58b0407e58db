/** sd_notify(3): tells the service manager that listens on `address` (NOTIFY_SOCKET). Loads native code only when called. Linux. */
export async function notifyManager(address: string, text: string): Promise<void> {
  const { sendDatagram } = await import("./native/datagram.ts");
  sendDatagram(address, text);
}
