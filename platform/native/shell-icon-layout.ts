/** Memory layouts of 64-bit Windows for a tray icon and its window (shellapi.h, winuser.h, wingdi.h), without calling it. */

/** Anti-aliased square picture: alpha, red, green, blue, one byte each, not premultiplied, from the top left. */
export interface Picture {
  /** Edge in pixels. */
  readonly size: number;
  readonly pixels: Uint8Array;
}

/** WNDCLASSEXW: size, style, procedure, two extras, instance, icon, cursor, brush, menu's name, class's name, small icon. */
export function windowClass({
  procedure,
  instance,
  name,
}: {
  readonly procedure: bigint;
  readonly instance: bigint;
  readonly name: bigint;
}): Buffer {
  const made = Buffer.alloc(80);
  made.writeUInt32LE(made.length, 0);
  made.writeBigUInt64LE(procedure, 8);
  made.writeBigUInt64LE(instance, 24);
  made.writeBigUInt64LE(name, 64);
  return made;
}

/** MSG: window, u32 message, parameters, time, POINT; for Windows to fill. */
export const messageSize = 48;

export const NIF_MESSAGE = 0x1;
export const NIF_ICON = 0x2;
export const NIF_TIP = 0x4;
export const NIF_INFO = 0x10;
export const NIF_GUID = 0x20;
/** Since version 4 the shell shows the tip itself only where it is told to. */
export const NIF_SHOWTIP = 0x80;

/** Characters (UTF-16) that the shell takes of each text, its NUL not counted. */
export const longestTip = 127;
export const longestTitle = 63;
export const longestText = 255;

export interface NotifyIcon {
  readonly window: bigint;
  readonly flags: number;
  /** The message that the shell sends to the window. */
  readonly message?: number;
  readonly icon?: bigint;
  readonly tip?: string;
  readonly text?: string;
  readonly title?: string;
  /** NIIF_*: how a notification looks. */
  readonly looks?: number;
  /** NOTIFYICON_VERSION_4, for NIM_SETVERSION. */
  readonly version?: number;
  readonly guid: Buffer;
  readonly largeIcon?: bigint;
}

/** NOTIFYICONDATAW, 976 bytes (measured by sizeof under Wine, tray.md). Texts that are longer than the shell takes are cut. */
export function notifyIconData(icon: NotifyIcon): Buffer {
  const data = Buffer.alloc(976);
  data.writeUInt32LE(data.length, 0);
  data.writeBigUInt64LE(icon.window, 8);
  data.writeUInt32LE(icon.flags, 20);
  data.writeUInt32LE(icon.message ?? 0, 24);
  data.writeBigUInt64LE(icon.icon ?? 0n, 32);
  data.write(cut(icon.tip ?? "", longestTip), 40, "utf16le");
  data.write(cut(icon.text ?? "", longestText), 304, "utf16le");
  data.writeUInt32LE(icon.version ?? 0, 816);
  data.write(cut(icon.title ?? "", longestTitle), 820, "utf16le");
  data.writeUInt32LE(icon.looks ?? 0, 948);
  icon.guid.copy(data, 952, 0, 16);
  data.writeBigUInt64LE(icon.largeIcon ?? 0n, 968);
  return data;
}

/** At most `most` characters of UTF-16, and no half of one that takes two. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}\u2026`;
}

/**
 * The picture as an icon's resource ("Icons", Microsoft Learn): BITMAPINFOHEADER with the height of both halves, the colours from the bottom,
 * blue first, with their alpha; then the mask, one bit for each pixel, lines of whole 32-bit words, all clear as alpha says it better.
 */
export function iconResource({ size, pixels }: Picture): Buffer {
  const maskLine = Math.ceil(size / 32) * 4;
  const made = Buffer.alloc(40 + size * size * 4 + maskLine * size);
  made.writeUInt32LE(40, 0);
  made.writeInt32LE(size, 4);
  made.writeInt32LE(size * 2, 8);
  made.writeUInt16LE(1, 12);
  made.writeUInt16LE(32, 14);
  made.writeUInt32LE(made.length - 40, 20);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const from = (y * size + x) * 4;
      const to = 40 + ((size - 1 - y) * size + x) * 4;
      // ARGB to BGRA
      for (let byte = 0; byte < 4; byte++) made[to + byte] = pixels[from + 3 - byte] ?? 0;
    }
  return made;
}

/** What the shell says of the icon, from version 4 on: the event in the low word of lParam, where it was in wParam, signed as screens lie left of others too. */
export function shellEvent(
  where: bigint,
  what: bigint,
): { readonly event: number; readonly x: number; readonly y: number } {
  const signed = (word: bigint): number => Number(BigInt.asIntN(16, word));
  return { event: Number(what & 0xffffn), x: signed(where), y: signed(where >> 16n) };
}
