/** Manual pages and completions, from what the program says of itself: nothing here knows a command. */

/** Text as roff: no backslash, and no line that begins as a request, has a meaning. */
const roff = (text) =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/gm, "\\&$1");

const day = (epoch) => new Date(epoch * 1000).toISOString().slice(0, 10);
const head = (name, section, { version, epoch }) =>
  `.TH ${name.toUpperCase()} ${section} ${day(epoch)} "amt-agent ${version}"`;

function optionLines(options) {
  return options.flatMap(({ flags, description }) => [".TP", `.B ${roff(flags)}`, roff(description)]);
}
function exampleLines(examples) {
  return examples.length === 0 ? [] : [".PP", ".nf", ...examples.map((one) => `$ ${roff(one)}`), ".fi"];
}
/** Every command that does something, its parents' names before its own. */
function* leaves(command, path = []) {
  for (const one of command.commands) {
    const here = [...path, one.name];
    if (one.commands.length > 0) yield* leaves(one, here);
    if (one.runs) yield { ...one, words: here };
  }
}

/**
 * `[name.section, text]` of each page.
 * @returns {[string, string][]}
 */
export function manualPages(cli, about) {
  const commands = [...leaves(cli)];
  const program = [
    head("amt-agent", 1, about),
    ".SH NAME",
    `amt\\-agent \\- ${roff(cli.description)}`,
    ".SH SYNOPSIS",
    ".B amt\\-agent",
    ".I command",
    "[options]",
    ".SH COMMANDS",
    ...commands.flatMap(({ words, usage, description, options, examples }) => [
      `.SS ${roff([...words, usage].filter(Boolean).join(" "))}`,
      roff(description),
      ...optionLines(options),
      ...exampleLines(examples),
    ]),
    ".SH EXIT STATUS",
    ...cli.exits.flatMap(({ code, means }) => [".TP", `.B ${code}`, roff(means)]),
    ".SH ENVIRONMENT",
    "Every setting of",
    ".BR amt\\-agent.conf (5)",
    "may also be given in the environment. NO_COLOR switches colours off.",
    ".SH SEE ALSO",
    ".BR amt\\-agent.conf (5),",
    ".BR amt\\-agentd (8)",
  ];
  const settings = [
    head("amt-agent.conf", 5, about),
    ".SH NAME",
    "amt\\-agent.conf \\- settings of amt\\-agent and its service",
    ".SH DESCRIPTION",
    "/etc/amt\\-agent/config.yaml holds them as YAML, a dot in a name being a level.",
    "An option on the command line outdoes the environment, which outdoes the file.",
    ".SH SETTINGS",
    ...cli.settings.flatMap(({ key, title, takes, otherwise, env, flag }) => [
      ".TP",
      `.B ${roff(key)}`,
      roff(`${title}. ${takes}; otherwise ${otherwise}.`),
      ...[env, flag].filter(Boolean).flatMap((other) => [".br", roff(other)]),
    ]),
    ".SH SEE ALSO",
    ".BR amt\\-agent (1)",
  ];
  const service = commands.find(({ words }) => words.join(" ") === "serve");
  if (!service) throw new Error("the program does not describe a command serve");
  const daemon = [
    head("amt-agentd", 8, about),
    ".SH NAME",
    "amt\\-agentd \\- the service of amt\\-agent",
    ".SH SYNOPSIS",
    ".B systemctl status amt\\-agent",
    ".SH DESCRIPTION",
    "The unit amt\\-agent.service runs",
    ".B amt\\-agent serve",
    "as the user amt\\-agent, who reaches the device by the group mei. It starts when the kernel finds a management engine, and not on a machine without one. Any local user may read the state at /run/amt\\-agent/agent.sock; members of the group amt\\-admin may change AMT at /run/amt\\-agent/agent.sock.admin.",
    ".SH FILES",
    ".TP",
    ".I /var/lib/amt\\-agent",
    "history of events, state, journal of operations",
    ".TP",
    ".I /var/lib/amt\\-agent\\-admin",
    "passwords that amt\\-agent made for AMT, as root keeps them: they are the only way into an AMT that was set up with one",
    ".SH OPTIONS",
    ...optionLines(service.options),
    ".SH SEE ALSO",
    ".BR amt\\-agent (1),",
    ".BR amt\\-agent.conf (5)",
  ];
  return [
    ["amt-agent.1", `${program.join("\n")}\n`],
    ["amt-agent.conf.5", `${settings.join("\n")}\n`],
    ["amt-agentd.8", `${daemon.join("\n")}\n`],
  ];
}

/** Words and options of each command, for bash. */
export function bashCompletion(cli) {
  const cases = [];
  const visit = (command, words) => {
    const flags = command.options.flatMap(({ flags }) => flags.match(/--[a-z0-9-]+/g) ?? []);
    const next = [...command.commands.map(({ name }) => name), ...flags];
    cases.push(`    ${JSON.stringify(words.join(" "))}) words=${JSON.stringify(next.join(" "))} ;;`);
    for (const one of command.commands) visit(one, [...words, one.name]);
  };
  visit(cli, []);
  return `# bash completion of amt-agent
_amt_agent() {
  local path="" word words index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    [[ $word == -* ]] && break
    path="\${path:+$path }$word"
  done
  case $path in
${cases.join("\n")}
    *) words="" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
  [ \${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -F _amt_agent amt-agent
`;
}
