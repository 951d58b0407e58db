import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { XmlError, type XmlErrorCode } from "../../mei/wsman/xml/error.ts";
import { xmlLimits } from "../../mei/wsman/xml/limits.ts";
import { attribute, attributeOf, childOf, element, isNil, nil, type XmlNode } from "../../mei/wsman/xml/node.ts";
import { readXml } from "../../mei/wsman/xml/read.ts";
import { writeXml } from "../../mei/wsman/xml/write.ts";

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof XmlError) return error.code;
    throw error;
  }
  return "fine";
};

describe("reading XML", () => {
  it("resolves namespaces, default ones too, and forgets prefixes", () => {
    const read = readXml(
      '<?xml version="1.0" encoding="UTF-8"?><a xmlns="urn:1" xmlns:b="urn:2" b:k="v" k="w"><b:c>x &amp; y&#x41;</b:c><d xmlns="">z</d></a>\n',
    );
    expect(read).toMatchObject({ name: "a", namespace: "urn:1" });
    expect(attributeOf(read, "k")).toBe("w");
    expect(attributeOf(read, "k", "urn:2")).toBe("v");
    expect(childOf(read, "c", "urn:2")?.text).toBe("x & yA");
    expect(childOf(read, "d", "")?.text).toBe("z");
    expect(childOf(read, "d", "urn:1")).toBeUndefined();
  });

  it("keeps text as it is, and drops white space between elements", () => {
    expect(readXml("<a>\n  <b> 007 </b>\n <c/></a>").children.map((one) => one.text)).toEqual([" 007 ", ""]);
    expect(readXml("<a><![CDATA[<b>&amp;]]>!<!-- <no/> --></a>").text).toBe("<b>&amp;!");
    expect(readXml('<a b="x\ty&#10;&quot;\'"/>').attributes).toEqual([attribute("b", "x y\n\"'")]);
  });

  it("takes a prefix that is declared to nothing, as clients in the field send it", () => {
    expect(readXml('<h:a xmlns:h=""/>')).toMatchObject({ name: "a", namespace: "" });
  });

  it("knows nil", () => {
    const xsi = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance"';
    expect(isNil(readXml(`<a ${xsi} x:nil="true"/>`))).toBe(true);
    expect(isNil(readXml(`<a ${xsi} x:nil="0"/>`))).toBe(false);
    expect(isNil(readXml('<a nil="true"/>'))).toBe(false);
    expect(isNil(readXml(writeXml(nil("urn:1", "a"))))).toBe(true);
  });

  const refused: Record<string, readonly [XmlErrorCode, string | Buffer]> = {
    "billion laughs": [
      "XML_DTD",
      '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;&c;&c;</a>',
    ],
    "an external entity": ["XML_DTD", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    "a DTD behind a comment that an attribute begins": ["XML_MALFORMED", '<a b="<!--"/><!DOCTYPE a><!-- -->'],
    "a DTD inside": ["XML_DTD", "<a><!DOCTYPE b></a>"],
    "an instruction": ["XML_INSTRUCTION", "<a><?php echo 1?></a>"],
    "a second declaration": ["XML_INSTRUCTION", '<a/><?xml version="1.0"?>'],
    "an unknown entity": ["XML_ENTITY", "<a>&nbsp;</a>"],
    "a bare ampersand in an attribute": ["XML_ENTITY", '<a b="x & y"/>'],
    "an entity named like what every object has": ["XML_ENTITY", '<a b="&toString;"/>'],
    "an open entity": ["XML_ENTITY", '<a b="&lt"/>'],
    "a reference to a zero": ["XML_CHARACTER", "<a>&#0;</a>"],
    "a reference beyond Unicode": ["XML_CHARACTER", "<a>&#x110000;</a>"],
    "a reference to half a character": ["XML_CHARACTER", "<a>&#xd800;</a>"],
    "a zero": ["XML_CHARACTER", "<a>\0</a>"],
    "an undeclared prefix": ["XML_PREFIX", "<x:a/>"],
    "an undeclared prefix of an attribute": ["XML_PREFIX", '<a x:b="1"/>'],
    "a prefix declared by a sibling": ["XML_PREFIX", '<a><b xmlns:x="urn:1"/><x:c/></a>'],
    "a prefix twice": ["XML_DUPLICATE", '<a xmlns:x="urn:1" xmlns:x="urn:2"/>'],
    "an attribute twice": ["XML_DUPLICATE", "<a b=\"1\" b='2'/>"],
    "an attribute under two prefixes": ["XML_DUPLICATE", '<a xmlns:x="urn:1" xmlns:y="urn:1" x:b="1" y:b="2"/>'],
    "text beside elements": ["XML_MIXED", "<a>x<b/></a>"],
    "a wrong end": ["XML_MALFORMED", "<a><b></a></b>"],
    "no end": ["XML_MALFORMED", "<a><b></b>"],
    "two roots": ["XML_MALFORMED", "<a/><b/>"],
    "text outside": ["XML_MALFORMED", "<a/>x"],
    "an end too many": ["XML_MALFORMED", "<a/></a>"],
    "an open quote": ["XML_MALFORMED", '<a b="x></a>'],
    "an open comment": ["XML_MALFORMED", "<a><!-- </a>"],
    "an open CDATA": ["XML_MALFORMED", "<a><![CDATA[ </a>"],
    "an attribute without value": ["XML_MALFORMED", "<a b/>"],
    nothing: ["XML_MALFORMED", ""],
    "only a comment": ["XML_MALFORMED", "<!-- a -->"],
    "a name of two colons": ["XML_NAME", '<x:y:z xmlns:x="urn:1"/>'],
    "a name that is JavaScript's": ["XML_MALFORMED", "<a><__proto__></a>"],
    "bytes that are not UTF-8": ["XML_ENCODING", Buffer.from("3c613eff3c2f613e", "hex")],
    "another encoding": ["XML_ENCODING", '<?xml version="1.0" encoding="UTF-16"?><a/>'],
    "more than allowed": ["XML_SIZE", Buffer.alloc(xmlLimits.bytes + 1, "a")],
    "too deep": ["XML_DEPTH", "<a>".repeat(100_000)],
    "too many": ["XML_COUNT", `<a>${"<b/>".repeat(100_000)}</a>`],
    "too many attributes": ["XML_COUNT", `<a ${Array.from({ length: 1000 }, (_, i) => `b${i}=""`).join(" ")}/>`],
  };
  for (const [what, [code, text]] of Object.entries(refused)) {
    it(`refuses ${what}`, () => expect(codeOf(() => readXml(text))).toBe(code));
  }

  it("reads an attribute of ten megabytes where it is allowed, and in time that grows with its length", () => {
    const long = "x".repeat(10 * 1024 * 1024);
    expect(codeOf(() => readXml(`<a b="${long}"/>`))).toBe("XML_SIZE");
    const started = performance.now();
    expect(readXml(`<a b="${long}"/>`, { ...xmlLimits, bytes: 11 * 1024 * 1024 }).attributes[0]?.value).toBe(long);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  const slow: Record<string, string> = {
    blanks: `<a ${" ".repeat(500_000)}`,
    "open tags": "<".repeat(500_000),
    quotes: `<a b='${'"'.repeat(500_000)}`,
    ampersands: `<a>${"&#".repeat(250_000)}</a>`,
    entities: `<a>${"&lt;".repeat(125_000)}</a>`,
    letters: `<a>${"x".repeat(500_000)}</a>`,
    "equal signs": `<a ${"=".repeat(500_000)}>`,
    "half attributes": `<a ${"b='' ".repeat(100_000)}`,
    comments: `<a>${"<!--".repeat(100_000)}</a>`,
    "ends of comments": `<a>${"<!-- -- ".repeat(60_000)}--></a>`,
    namespaces: `<a>${'<b xmlns:c="urn:1" c:d=""/>'.repeat(30_000)}</a>`,
  };
  for (const [what, text] of Object.entries(slow)) {
    it(`takes no time over many ${what}`, () => {
      const started = performance.now();
      codeOf(() => readXml(text, { ...xmlLimits, bytes: 2 * 1024 * 1024, elements: 100_000 }));
      expect(performance.now() - started).toBeLessThan(5000);
    });
  }
});

const runs = Number(process.env.FUZZ_RUNS ?? 400);
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,8}$/);
const namespace = fc.constantFrom("", "urn:1", "urn:2", "urn:a&b<\"'");
const value = fc.string({ unit: "grapheme" }).filter((one) => codeOf(() => writeXml(element("", "a", one))) === "fine");
const attributes = fc.uniqueArray(fc.record({ name, namespace, value }), {
  selector: (one) => `${one.namespace} ${one.name}`,
  maxLength: 3,
});
const head = { name, namespace, attributes };
const leaf: fc.Arbitrary<XmlNode> = fc.record({ ...head, text: value, children: fc.constant([]) });
const above = (below: fc.Arbitrary<XmlNode>): fc.Arbitrary<XmlNode> =>
  fc.record({ ...head, text: fc.constant(""), children: fc.array(below, { minLength: 1, maxLength: 4 }) });
const tree = fc.oneof(leaf, above(fc.oneof(leaf, above(leaf))));

describe("writing XML", () => {
  it("escapes everything, and declares every namespace on the root", () => {
    const text = writeXml(
      element("urn:1", "a", [element("urn:2", "b", `<c>&"']]>\r`, [attribute("d", '<&">\t\n', "urn:1")])]),
      { "urn:1": "", "urn:2": "w" },
    );
    expect(text).toBe(
      '<n1:a xmlns:n1="urn:1" xmlns:w="urn:2"><w:b n1:d="&lt;&amp;&quot;&gt;&#9;&#10;">&lt;c&gt;&amp;"\']]&gt;&#13;</w:b></n1:a>',
    );
    expect(writeXml(element("urn:1", "a", "x"), { "urn:1": "" })).toBe('<a xmlns="urn:1">x</a>');
  });

  it("refuses what XML cannot carry instead of writing something else", () => {
    expect(codeOf(() => writeXml(element("", "a", "\0")))).toBe("XML_CHARACTER");
    expect(codeOf(() => writeXml(element("", "a", "\ud800")))).toBe("XML_CHARACTER");
    expect(codeOf(() => writeXml(element("", "a><b", "")))).toBe("XML_NAME");
    expect(codeOf(() => writeXml(element("", "a", [], [attribute('x="" y', "")])))).toBe("XML_NAME");
  });

  it("writes what it reads again, whatever the tree", () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(readXml(Buffer.from(writeXml(node, { "urn:1": "", "urn:2": "w" })))).toEqual(node);
      }),
      { numRuns: Math.min(runs, 20_000) },
    );
  });
});

describe("hostile XML", () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(..."<>&/'\"=!?-[]: \n"),
      fc.constantFrom(
        "<a>",
        "</a>",
        "<a ",
        "/>",
        "xmlns:a='b' ",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE a",
        "<?xml ",
      ),
      fc.constantFrom("&amp;", "&#65;", "&#x", "&b;", "b='c' ", "a:", "__proto__", "constructor", "\0", "\ud800"),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 40 },
  );
  it("ends in a tree or an XmlError, nothing else", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((all) => all.join("")),
          fc.uint8Array({ maxLength: 200 }),
        ),
        (input) => {
          codeOf(() => readXml(typeof input === "string" ? input : Buffer.from(input)));
        },
      ),
      { numRuns: runs },
    );
  });

  it("ends in a tree or an XmlError for a good document with a few bytes changed", () => {
    const good = Buffer.from(writeXml(element("urn:1", "a", [element("urn:2", "b", "x&y", [attribute("c", "d")])])));
    const change = fc.tuple(
      fc.nat(good.length - 1),
      fc.constantFrom(...Buffer.from("<>&/'\"=!?-[]: \0x\xff", "latin1")),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        codeOf(() => readXml(bytes));
      }),
      { numRuns: runs },
    );
  });
});
