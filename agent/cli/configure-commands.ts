import type { Command } from "commander";
import type { SubjectName } from "../api/wanted.ts";
import type { Add, Given } from "./command.ts";
import type { ConfigureOptions } from "./configure.ts";
import type { Words } from "./configure-words.ts";

const access = ["mei", "socket", "tls.ca", "tls.pin"] as const;
const more = (word: string, before: readonly string[] = []): string[] => [...before, word];
const text = (value: unknown): string | undefined => value as string | undefined;
const asked = (options: Given): ConfigureOptions => ({
  user: text(options.user),
  passwordFile: text(options.passwordFile),
  dryRun: options.dryRun === true,
});

const login = (command: Command): Command =>
  command
    .option("--user <name>", "log in as this user (else admin)")
    .option(
      "--password-file <file>",
      "the user's password, in a file only its owner can read (else AMT_PASSWORD, else asked)",
    )
    .option("--dry-run", "show what would change, and change nothing");

const dot1x = (command: Command): Command =>
  command
    .option("--dot1x <protocol>", "802.1X: eap-tls, ttls-mschapv2 or peap-mschapv2")
    .option("--dot1x-user <name>", "who logs in to the network")
    .option("--dot1x-password-file <file>", "the password for that")
    .option("--client-certificate <file>", "PEM, for EAP-TLS")
    .option("--client-key <file>", "its key, PEM, in a file only its owner can read")
    .option("--ca-certificate <file>", "PEM: the root of the network's server");

/** `amt-agent configure …`: its words and help; what it does is loaded when it runs. */
export function addConfigure(root: Command, add: Add): void {
  const configure = root
    .command("configure")
    .description("AMT's settings, a subject each: shows them, or changes what differs and reads it back");
  const subject = (
    parent: Command,
    usage: string,
    description: string,
    name: SubjectName,
    words: keyof Words,
    examples: readonly string[],
  ): Command =>
    add(parent, usage, description, {
      keys: access,
      examples,
      run: async (context, options, args) => {
        const document = await (await import("./configure-words.ts")).words[words](options, args, context.signal);
        return (await import("./configure.ts")).configureSubject(context, name, document, asked(options));
      },
    });

  login(
    add(configure, "tls", "TLS of AMT's ports on the network", {
      keys: access,
      examples: [
        "configure tls",
        "configure tls --mode server --password-file /root/amt-password",
        "configure tls --csr-out amt.csr --common-name pc.example.com",
        "configure tls --mode mutual --certificate amt.pem --trusted-root clients.pem",
        "configure tls --mode off",
      ],
      run: async (context, options) => {
        const { requestCertificate, configureSubject } = await import("./configure.ts");
        const file = text(options.csrOut);
        if (file !== undefined)
          return requestCertificate(context, { file, commonName: text(options.commonName) }, asked(options));
        const document = await (await import("./configure-words.ts")).words.tls(options, [], context.signal);
        return configureSubject(context, "tls", document, asked(options));
      },
    }),
  )
    .option("--mode <mode>", "off, server, or mutual (clients need a certificate as well)")
    .option("--plaintext", "the network may also come without TLS")
    .option("--certificate <file>", "PEM, signed for a key of AMT's (--csr-out); else one is made")
    .option("--common-name <name>", "the name in it; else AMT's own")
    .option("--csr-out <file>", "write a request for a certificate, for your own authority, and do nothing else")
    .option("--trusted-root <file>", "PEM: a root of clients' certificates; as often as needed", more)
    .option("--trusted-name <name>", "a client that is let in, of those; as often as needed", more);
  login(
    subject(configure, "password", "the password of AMT's administrator", "password", "password", [
      "configure password --password-file /root/old --new-password-file /root/new",
    ]),
  ).option("--new-password-file <file>", "the new one, in a file only its owner can read; else asked");
  login(
    subject(configure, "mebx-password", "the password of the firmware's own menu", "mebx-password", "password", [
      "configure mebx-password --password-file /root/amt-password --new-password-file /root/mebx",
    ]),
  ).option("--new-password-file <file>", "the new one, in a file only its owner can read; else asked");
  login(
    subject(configure, "features", "who may drive this PC from afar, and with what", "features", "features", [
      "configure features",
      "configure features --kvm --no-sol --no-usbr --user-consent all",
    ]),
  )
    .option("--kvm", "screen, keyboard and mouse")
    .option("--no-kvm", "not that")
    .option("--sol", "a serial line")
    .option("--no-sol", "not that")
    .option("--usbr", "a drive (USB-R, IDE-R)")
    .option("--no-usbr", "not that")
    .option("--user-consent <when>", "whether the user is asked: none, kvm, all");
  login(
    subject(configure, "clock", "AMT's clock, by this machine's", "clock", "clock", [
      "configure clock",
      "configure clock --tolerance 60 --dry-run",
    ]),
  ).option("--tolerance <seconds>", "how much they may differ");
  login(
    subject(configure, "hostname [name]", "AMT's own name; a dot is the operating system's", "hostname", "hostname", [
      "configure hostname pc-17.example.com",
      "configure hostname . --shared",
    ]),
  )
    .option("--domain <domain>", "its domain, else what stands behind the name's first dot")
    .option("--shared", "AMT and the operating system have one name")
    .option("--no-shared", "they have one each");
  const wifi = configure.command("wifi").description("AMT's own Wi-Fi");
  login(subject(wifi, "list", "what there is", "wifi", "show", ["configure wifi list"]));
  dot1x(
    login(
      subject(wifi, "add <name>", "one profile; the others stay", "wifi", "wifiAdd", [
        "configure wifi add Office --ssid office --passphrase-file /root/psk",
        "configure wifi add Office --ssid office --security wpa2-802.1x --dot1x peap-mschapv2 --dot1x-user pc-17 --dot1x-password-file /root/eap",
      ]),
    ),
  )
    .option("--ssid <ssid>", "the network's name; else the profile's")
    .option("--security <kind>", "wpa-psk, wpa2-psk, wpa3-sae, wpa-802.1x, wpa2-802.1x", "wpa2-psk")
    .option("--passphrase-file <file>", "in a file only its owner can read; else asked")
    .option("--priority <number>", "1 is tried first; else the first that is free")
    .option("--renew", "send the secrets of a profile that is there already");
  login(
    subject(wifi, "remove <names...>", "these profiles and no others", "wifi", "wifiRemove", [
      "configure wifi remove Office",
    ]),
  );
  login(
    subject(
      wifi,
      "sync [state]",
      "whether AMT takes over the operating system's profiles: on or off",
      "wifi",
      "wifiSync",
      ["configure wifi sync on", "configure wifi sync off --no-uefi", "configure wifi sync on --from-network-manager"],
    ),
  )
    .option("--uefi", "share profiles with UEFI")
    .option("--no-uefi", "do not")
    .option(
      "--from-network-manager",
      "also give AMT the WPA profiles that NetworkManager has now, with their passphrases",
    );
  dot1x(
    login(
      subject(configure, "wired", "AMT's wired port", "wired", "wired", [
        "configure wired --dhcp",
        "configure wired --address 192.0.2.17 --mask 255.255.255.0 --gateway 192.0.2.1 --dns 192.0.2.53",
        "configure wired --dot1x off",
      ]),
    ),
  )
    .option("--dhcp", "the address comes by DHCP, and is shared with the operating system")
    .option("--shared", "the operating system's static address")
    .option("--address <address>", "a static address of AMT's own")
    .option("--mask <mask>", "its network mask")
    .option("--gateway <address>", "its gateway")
    .option("--dns <address>", "one or two", more)
    .option("--pxe-timeout <seconds>", "802.1X: how long a PXE boot may do without");
  login(
    subject(configure, "cira [off]", "the tunnel to a management server", "cira", "cira", [
      "configure cira",
      "configure cira --address mps.example.com --mps-user pc17 --mps-password-file /root/mps --root-certificate mps.pem",
      "configure cira off",
    ]),
  )
    .option("--address <address>", "the server: name, IPv4 or IPv6 address")
    .option("--port <port>", "its port")
    .option("--server-name <name>", "the name in its certificate; else the address")
    .option("--root-certificate <file>", "PEM: the root its certificate leads to")
    .option("--mps-user <name>", "who AMT is there")
    .option("--mps-password-file <file>", "the password for that; else asked")
    .option("--client-certificate <file>", "instead of name and password: PEM")
    .option("--client-key <file>", "its key, PEM, in a file only its owner can read")
    .option("--periodic <seconds>", "between attempts to connect; off: not by itself")
    .option("--alert", "also connect when there is an alert")
    .option("--no-user-initiated", "nobody at the PC can ask for it")
    .option("--home-domain <domain>", "where no tunnel is needed; as often as needed; none: nowhere", more);
  const proxy = configure.command("proxy").description("HTTP proxies on AMT's way to its server");
  login(subject(proxy, "list", "what there is", "proxy", "show", ["configure proxy list"]));
  login(
    subject(proxy, "add <address>", "one proxy; the others stay", "proxy", "proxyAdd", [
      "configure proxy add proxy.example.com --port 3128 --network example.com",
    ]),
  )
    .option("--port <port>", "its port")
    .requiredOption("--network <suffix>", "the DNS suffix of the network it is for");
  login(
    subject(proxy, "remove <addresses...>", "these and no others", "proxy", "proxyRemove", [
      "configure proxy remove proxy.example.com",
    ]),
  );
  subject(configure, "amt [state]", "AMT as a whole: on or off (the ME is told, no login)", "amt", "amt", [
    "configure amt",
    "configure amt on",
  ]).option("--dry-run", "show what would change, and change nothing");
  login(
    subject(
      configure,
      "audit [state]",
      "the audit log: on or off, which events, and what it does when it is full",
      "audit",
      "audit",
      [
        "configure audit on --storage restrictedRollOver --min-days 30",
        "configure audit --event redirection/8=critical --event userConsent/1=off",
      ],
    ),
  )
    .option("--storage <policy>", "noRollOver, rollOver or restrictedRollOver")
    .option("--min-days <days>", "how long restrictedRollOver keeps records")
    .option(
      "--event <application/number=policy>",
      "one event's policy: off, on, or critical (what cannot be written down does not happen); as often as needed",
      more,
    );
  login(
    add(root, "apply <profile>", "make AMT what a profile says: only what differs is changed", {
      keys: access,
      examples: [
        "apply /etc/amt-agent/profile.yaml --dry-run",
        "apply /etc/amt-agent/profile.yaml",
        "apply exported.yaml --key-file /root/profile-key",
      ],
      run: async (context, options, [file]) =>
        (await import("./apply.ts")).run(context, {
          ...asked(options),
          file: file as string,
          keyFile: text(options.keyFile),
          setMebxPassword: options.setMebxPassword === true,
        }),
    }),
  )
    .option("--key-file <file>", "of an encrypted profile: its key, in a file only its owner can read; else asked")
    .option("--set-mebx-password", "write the profile's MEBx password, also where AMT is set up already");
}
