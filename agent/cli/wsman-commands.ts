import type { Command } from "commander";
import type { Add, Given } from "./command.ts";
import type { AskOptions } from "./wsman.ts";

const access = ["mei", "socket", "tls.ca", "tls.pin"] as const;

const words = (value: unknown): string[] => (value as string[] | undefined) ?? [];
const text = (value: unknown): string | undefined => value as string | undefined;

const asked = (options: Given): AskOptions => ({
  user: text(options.user),
  passwordFile: text(options.passwordFile),
  xml: options.xml === true,
  selectors: words(options.selector),
  only: words(options.property),
  undeclared: options.undeclared === true,
});

/** One word each time, so that what stands behind it is not taken for one more. */
const more = (word: string, before: readonly string[] = []): string[] => [...before, word];

const login = (command: Command): Command =>
  command
    .option("--user <name>", "log in as this user; without it as the account AMT gives to root ($$OsAdmin)")
    .option(
      "--password-file <file>",
      "the user's password, in a file only its owner can read (else AMT_PASSWORD, else asked)",
    )
    .option("--xml", "AMT's answers as XML, indented, instead")
    .option("--undeclared", "ask also for a class that amt-agent does not know; its values are text");
const only = (command: Command): Command =>
  command.option("--property <name>", "only this property; as often as needed", more);
const selector = (command: Command): Command =>
  command.option("--selector <key=value>", "which instance; as often as it has keys", more);

/** `amt-agent wsman …`: its words and help; what it does is loaded when it runs. */
export function addWsman(root: Command, add: Add): void {
  const wsman = root.command("wsman").description("AMT's web services on this machine, one class at a time");
  add(wsman, "list [class]", "the classes that are known, or what one of them has", {
    keys: [],
    examples: ["wsman list", "wsman list CIM_PowerManagementService"],
    run: async (context, _options, [name]) => (await import("./wsman.ts")).list(context, name),
  });
  selector(
    only(
      login(
        add(wsman, "get <class>", "one instance", {
          keys: access,
          examples: [
            "wsman get AMT_GeneralSettings",
            "wsman get AMT_GeneralSettings --property HostName --json",
            "wsman get AMT_EthernetPortSettings --selector 'InstanceID=Intel(r) AMT Ethernet Port Settings 0'",
            "wsman get AMT_GeneralSettings --user admin --password-file /root/amt-password",
            "wsman get AMT_GeneralSettings --mei virtual:acm-15",
          ],
          run: async (context, options, [name]) =>
            (await import("./wsman.ts")).get(context, name as string, asked(options)),
        }),
      ),
    ),
  );
  only(
    login(
      add(wsman, "enumerate <class>", "every instance", {
        keys: access,
        examples: ["wsman enumerate CIM_SoftwareIdentity", "wsman enumerate AMT_PublicKeyCertificate --json"],
        run: async (context, options, [name]) =>
          (await import("./wsman.ts")).enumerate(context, name as string, asked(options)),
      }),
    ),
  );
  selector(
    login(
      add(wsman, "invoke <class> <method>", "run a method", {
        keys: access,
        examples: [
          "wsman invoke AMT_SetupAndConfigurationService GetUuid --user admin",
          "wsman invoke AMT_AuditLog ReadRecords --input StartIndex=1 --user admin --json",
          "wsman invoke AMT_SetupAndConfigurationService SetMEBxPassword --input Password=@/root/new-password --yes",
          "wsman invoke CIM_PowerManagementService RequestPowerStateChange --input PowerState=cycleOffHard --input 'ManagedElement=CIM_ComputerSystem?Name=ManagedSystem'",
        ],
        run: async (context, options, [name, method]) =>
          (await import("./wsman.ts")).invoke(context, name as string, method as string, {
            ...asked(options),
            inputs: words(options.input),
            confirmed: options.yes === true,
          }),
      }),
    ),
  )
    .option(
      "--input <name=value>",
      "an argument, as often as needed; @FILE is a file's content, the only way for secrets",
      more,
    )
    .option("--yes", "meant, although it changes this machine's AMT");
}
