import { XmlError } from "./error.ts";

/** What one document may cost. */
export interface XmlLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
  /** Attributes of one element. */
  readonly attributes: number;
}

/**
 * Generous against what firmware sends: the largest recorded answer has 20 KB and is 8 levels deep; AMT itself takes and sends
 * envelopes of about 50 KB (guessed from its default MaxEnvelopeSize).
 */
export const xmlLimits: XmlLimits = { bytes: 2 * 1024 * 1024, depth: 40, elements: 40_000, attributes: 40 };

// One tag, its attribute values skipped whole. Every alternative starts with a character of its own, so it cannot backtrack far
const tag = /<(\/?)([^\s<>"'=/!?]+)([^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*)>/y;
const attributeNames = /([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/g;

function checkAttributes(text: string, at: number, limits: XmlLimits): void {
  const seen = new Set<string>();
  for (const [, name = ""] of text.matchAll(attributeNames)) {
    if (seen.has(name)) throw new XmlError("XML_DUPLICATE", `an attribute or prefix is there twice, at ${at}`);
    if (seen.add(name).size > limits.attributes) {
      throw new XmlError("XML_COUNT", `more than ${limits.attributes} attributes on one element, at ${at}`);
    }
  }
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at < 0) throw new XmlError("XML_MALFORMED", `no end to what begins at ${from}`);
  return at + mark.length;
}

/**
 * Refuses, in one pass and before any tree is built, what a document may not have or may not have so much of. The parser behind it is
 * made for files that people write: it takes DTDs and instructions, and is lenient about ends.
 */
export function guard(text: string, limits: XmlLimits): void {
  let depth = 0;
  let elements = 0;
  let from = 0;
  if (text.startsWith("<?xml") && /\s/.test(text.charAt(5))) {
    from = endOf(text, "?>", 5);
    const encoding = /\sencoding\s*=\s*["']([^"']*)["']/.exec(text.slice(0, from))?.[1];
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding))
      throw new XmlError("XML_ENCODING", "declared as other than UTF-8");
  }
  for (;;) {
    const at = text.indexOf("<", from);
    const outside = depth === 0 ? text.slice(from, at < 0 ? undefined : at) : "";
    if (outside !== "" && outside.trim() !== "") throw new XmlError("XML_MALFORMED", "text outside the root element");
    if (at < 0) return;
    if (text.startsWith("<!--", at)) from = endOf(text, "-->", at + 4);
    else if (depth > 0 && text.startsWith("<![CDATA[", at)) from = endOf(text, "]]>", at + 9);
    else if (text.startsWith("<!", at)) throw new XmlError("XML_DTD", `a markup declaration at ${at}`);
    else if (text.startsWith("<?", at)) throw new XmlError("XML_INSTRUCTION", `a processing instruction at ${at}`);
    else {
      tag.lastIndex = at;
      const found = tag.exec(text);
      if (found === null) throw new XmlError("XML_MALFORMED", `no tag at ${at}`);
      from = tag.lastIndex;
      const [, closing, , rest = ""] = found;
      if (closing === "/") depth--;
      else {
        if (++elements > limits.elements)
          throw new XmlError("XML_COUNT", `more than ${limits.elements} elements, at ${at}`);
        if (depth >= limits.depth) throw new XmlError("XML_DEPTH", `deeper than ${limits.depth}, at ${at}`);
        if (rest !== "") checkAttributes(rest, at, limits);
        if (!rest.endsWith("/")) depth++;
      }
    }
  }
}
