import { XmlError } from "./error.ts";

const five: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

// What XML 1.0 (2.2) leaves out: most control characters, lone surrogates, two non-characters
const forbidden = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\p{Cs}\ufffe\uffff]/u;

/** Throws XML_CHARACTER for what XML 1.0 cannot carry, escaped or not. */
export function checkCharacters(text: string): void {
  const at = text.search(forbidden);
  if (at < 0) return;
  const code = text.charCodeAt(at).toString(16).padStart(4, "0");
  throw new XmlError("XML_CHARACTER", `character U+${code} at ${at}: XML cannot carry it`);
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text between tags. A carriage return is a reference, because a reader makes a line feed of a plain one. */
export function escapeText(text: string): string {
  checkCharacters(text);
  return text.replace(/[&<>\r]/g, (found) => escapes[found] ?? found);
}

/** The value of an attribute in double quotes; white space as references, because a reader makes blanks of it. */
export function escapeAttribute(text: string): string {
  checkCharacters(text);
  return text.replace(/[&<>"\t\n\r]/g, (found) => escapes[found] ?? found);
}

function codePoint(digits: string, radix: 10 | 16): string {
  const point = Number.parseInt(digits, radix);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
    throw new XmlError("XML_CHARACTER", "a character reference beyond Unicode");
  }
  const text = String.fromCodePoint(point);
  checkCharacters(text);
  return text;
}

const referenceName = /^(?:#([0-9]{1,10})|#x([0-9a-fA-F]{1,8})|([a-z]{2,4}))$/;

function referred(name: string): string {
  const [, decimal, hex, entity] = referenceName.exec(name) ?? [];
  if (decimal !== undefined) return codePoint(decimal, 10);
  if (hex !== undefined) return codePoint(hex, 16);
  if (entity !== undefined && Object.hasOwn(five, entity)) return five[entity] ?? "";
  throw new XmlError("XML_ENTITY", "an entity that is none of lt, gt, amp, quot, apos");
}

/** The five entities and character references; anything else behind `&` throws XML_ENTITY. Nothing is expanded twice. */
export function unescapeText(raw: string): string {
  if (!raw.includes("&")) return raw;
  const [first = "", ...pieces] = raw.split("&");
  return pieces.reduce((text, piece) => {
    const end = piece.indexOf(";");
    return text + referred(piece.slice(0, Math.max(end, 0))) + piece.slice(end + 1);
  }, first);
}
