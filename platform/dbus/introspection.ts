import type { InterfaceDeclaration } from "./interface.ts";
import { parseSignature } from "./signature.ts";

/** The specification's introspection document. Names and signatures are ours and hold nothing that XML would need escaped. */
export function introspectionXml(interfaces: readonly InterfaceDeclaration[], children: readonly string[]): string {
  const lines = [
    '<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"',
    ' "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">',
    "<node>",
    ...interfaces.flatMap(interfaceXml),
    ...children.map((child) => `  <node name="${child}"/>`),
    "</node>",
  ];
  return `${lines.join("\n")}\n`;
}

function interfaceXml(declaration: InterfaceDeclaration): string[] {
  return [
    `  <interface name="${declaration.name}">`,
    ...Object.entries(declaration.methods).flatMap(([name, method]) => [
      `    <method name="${name}">`,
      ...args(method.in, ' direction="in"'),
      ...args(method.out, ' direction="out"'),
      "    </method>",
    ]),
    ...Object.entries(declaration.signals).flatMap(([name, signature]) => [
      `    <signal name="${name}">`,
      ...args(signature, ""),
      "    </signal>",
    ]),
    ...Object.entries(declaration.properties).map(
      ([name, signature]) => `    <property name="${name}" type="${signature}" access="read"/>`,
    ),
    // PropertiesChanged is never sent: these interfaces have signals of their own.
    '    <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="false"/>',
    "  </interface>",
  ];
}

function args(signature: string, direction: string): string[] {
  return split(signature).map((type) => `      <arg type="${type}"${direction}/>`);
}

/** A signature's complete types, as text. */
function split(signature: string): string[] {
  parseSignature(signature);
  const found: string[] = [];
  let start = 0;
  let depth = 0;
  for (const [index, code] of [...signature].entries()) {
    if (code === "(" || code === "{") depth++;
    if (code === ")" || code === "}") depth--;
    if (code === "a" || depth > 0) continue;
    found.push(signature.slice(start, index + 1));
    start = index + 1;
  }
  return found;
}
