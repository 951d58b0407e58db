import type { ServerResponse } from "node:http";
import type { Refused } from "./guard.ts";
import type { PageFile } from "./page-files.ts";

/** Nothing from elsewhere, nothing inline, in nobody's frame; the page sends no form and opens no other document. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** On every answer, refusals included. */
export const alwaysSent: Readonly<Record<string, string>> = {
  "Content-Security-Policy": policy,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=()",
  "Cache-Control": "no-store",
};

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, "application/json; charset=utf-8", Buffer.from(JSON.stringify(body)));
}

export function sendFile(response: ServerResponse, { type, bytes }: PageFile): void {
  send(response, 200, type, bytes);
}

/** A request that is refused may still be sending: its connection is not kept. */
export function sendRefusal(response: ServerResponse, { status, code }: Refused): void {
  response.setHeader("Connection", "close");
  sendJson(response, status, { error: { code } });
}

function send(response: ServerResponse, status: number, type: string, bytes: Buffer): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { ...alwaysSent, "Content-Type": type, "Content-Length": bytes.length });
  response.end(bytes);
}
