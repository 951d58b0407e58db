import { checkCharacters, unescapeText } from "./characters.ts";
import { XmlError } from "./error.ts";
import { type XmlLimits, xmlLimits } from "./limits.ts";
import type { XmlNode } from "./node.ts";
import { type Opened, open, outermost, type Tag, tagAt } from "./tag.ts";

/** An element whose end has not come yet. */
interface Unfinished {
  readonly opened: Opened;
  readonly qualified: string;
  readonly children: XmlNode[];
  text: string;
}

const malformed = (problem: string): never => {
  throw new XmlError("XML_MALFORMED", problem);
};

function finish({ opened, children, text }: Unfinished): XmlNode {
  const { name, namespace, attributes } = opened;
  if (children.length > 0 && text.trim() !== "") throw new XmlError("XML_MIXED", `text beside the children of ${name}`);
  return { name, namespace, attributes, children, text: children.length > 0 ? "" : text };
}

/** Where the declaration ends, if there is one. */
function afterDeclaration(text: string): number {
  if (!/^<\?xml[ \t\n]/.test(text)) return 0;
  const end = endOf(text, "?>", 5);
  const encoding = /\sencoding\s*=\s*["']([^"']*)["']/.exec(text.slice(0, end))?.[1];
  if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) {
    throw new XmlError("XML_ENCODING", "declared as other than UTF-8");
  }
  return end;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? malformed(`no end to what begins at ${from}`) : at + mark.length;
}

/** Builds the tree in one pass over the text, each piece looked at once. */
class Builder {
  readonly #limits: XmlLimits;
  readonly #open: Unfinished[] = [];
  #elements = 0;
  root: XmlNode | undefined;
  constructor(limits: XmlLimits) {
    this.#limits = limits;
  }

  get inside(): boolean {
    return this.#open.length > 0;
  }

  text(piece: string): void {
    const into = this.#open.at(-1);
    if (into !== undefined) into.text += piece;
    else if (piece.trim() !== "") malformed("text outside the root element");
  }

  tag(tag: Tag, at: number): void {
    const above = this.#open.at(-1);
    if (tag.kind === "close") {
      this.#end(tag.name, at);
      return;
    }
    if (this.root !== undefined) malformed("more than one root element");
    const { elements, depth, attributes } = this.#limits;
    if (++this.#elements > elements) throw new XmlError("XML_COUNT", `more than ${elements} elements, at ${at}`);
    if (this.#open.length >= depth) throw new XmlError("XML_DEPTH", `deeper than ${depth}, at ${at}`);
    const opened = open(tag, above?.opened.scope ?? outermost, attributes);
    const unfinished: Unfinished = { opened, qualified: tag.name, children: [], text: "" };
    if (tag.kind === "open") this.#open.push(unfinished);
    else this.#add(finish(unfinished));
  }

  #end(name: string, at: number): void {
    const ended = this.#open.pop();
    if (ended?.qualified !== name) throw new XmlError("XML_MALFORMED", `an end at ${at} of what is not open`);
    this.#add(finish(ended));
  }

  #add(node: XmlNode): void {
    const above = this.#open.at(-1);
    if (above === undefined) this.root = node;
    else above.children.push(node);
  }
}

function build(text: string, limits: XmlLimits): XmlNode {
  const builder = new Builder(limits);
  for (let from = afterDeclaration(text); ; ) {
    const at = text.indexOf("<", from);
    const before = text.slice(from, at < 0 ? undefined : at);
    if (before !== "") builder.text(unescapeText(before));
    if (at < 0) break;
    const mark = text.charAt(at + 1);
    if (text.startsWith("<!--", at)) from = endOf(text, "-->", at + 4);
    else if (builder.inside && text.startsWith("<![CDATA[", at)) {
      from = endOf(text, "]]>", at + 9);
      builder.text(text.slice(at + 9, from - 3));
    } else if (mark === "!") throw new XmlError("XML_DTD", `a markup declaration at ${at}`);
    else if (mark === "?") throw new XmlError("XML_INSTRUCTION", `a processing instruction at ${at}`);
    else {
      const tag = tagAt(text, at);
      builder.tag(tag, at);
      from = tag.end;
    }
  }
  if (builder.inside) malformed("elements without an end");
  return builder.root ?? malformed("no element");
}

function decode(bytes: Buffer | string, limits: XmlLimits): string {
  const size = typeof bytes === "string" ? Buffer.byteLength(bytes) : bytes.length;
  if (size > limits.bytes) throw new XmlError("XML_SIZE", `${size} bytes where ${limits.bytes} are allowed`);
  if (typeof bytes === "string") return bytes.replace(/^\ufeff/, "");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new XmlError("XML_ENCODING", "not UTF-8", { cause });
  }
}

/**
 * Reads one document into a tree with resolved namespaces. No DTD, no instructions, no entities but the five, everything bounded, in time
 * that grows with the length. Throws XmlError, and nothing else.
 */
export function readXml(bytes: Buffer | string, limits: XmlLimits = xmlLimits): XmlNode {
  const text = decode(bytes, limits).replace(/\r\n?/g, "\n");
  checkCharacters(text);
  return build(text, limits);
}
