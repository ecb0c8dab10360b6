import { runCommand } from "../process/run-command.mjs";

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
const STATUS_AND_NAME = "${db:Status-Status} ${Package}\\n";

/** Whatever these do, a server that we start by hand does not need it. */
const NOT_NEEDED = new Set(["adduser", "lsb-base", "init-system-helpers", "libc6"]);

/**
 * `name` and, of everything that it depends on, what this machine lacks. Undefined when apt does not know it.
 * @param {string} name
 * @param {string[]} aptOptions
 * @param {AbortSignal} stop
 */
export async function missingPackages(name, aptOptions, stop) {
  const env = { ...process.env, LC_ALL: "C" };
  const installed = await runCommand("dpkg-query", ["-W", "-f", STATUS_AND_NAME], {
    env,
    stop,
  });
  const depends = await runCommand(
    "apt-cache",
    [
      ...aptOptions,
      "depends",
      "--recurse",
      "--no-recommends",
      "--no-suggests",
      "--no-conflicts",
      "--no-breaks",
      "--no-replaces",
      "--no-enhances",
      name,
    ],
    { env, stop },
  );
  const graph = parseDepends(depends.output);
  if (depends.code !== 0 || !graph.has(name)) return undefined;
  // The server's own packages are needed here even when the machine has some of them: we run it from our folder.
  const present = parseInstalled(installed.output).filter((other) => !other.startsWith("redis-"));
  return closure(name, graph, new Set(present));
}

/**
 * `apt-cache depends --recurse`, as alternatives per package: `| Depends: a` and the line after it are one choice.
 * @param {string} output
 * @returns {Map<string, string[][]>}
 */
export function parseDepends(output) {
  /** @type {Map<string, string[][]>} */
  const graph = new Map();
  /** @type {string[][]} */
  let groups = [];
  let open = false;
  for (const line of output.split("\n")) {
    const [, bar, target] = /^ ([ |])(?:Pre)?Depends: (\S+)/.exec(line) ?? [];
    if (target !== undefined) {
      const last = groups.at(-1);
      if (open && last !== undefined) last.push(target);
      else groups.push([target]);
      open = bar === "|";
    } else if (/^[a-z0-9]/.test(line)) {
      groups = [];
      open = false;
      graph.set(line.trim(), groups);
    }
  }
  return graph;
}

/** @param {string} output */
export function parseInstalled(output) {
  const names = output.split("\n").filter((line) => line.startsWith("installed "));
  return names.map((line) => line.slice("installed ".length));
}

/**
 * @param {string} name
 * @param {Map<string, string[][]>} graph
 * @param {Set<string>} installed
 */
export function closure(name, graph, installed) {
  const wanted = new Set([name]);
  for (const current of wanted) {
    for (const choices of graph.get(current) ?? []) {
      if (choices.some((choice) => installed.has(choice) || NOT_NEEDED.has(choice))) continue;
      const choice = choices.find((each) => graph.has(each));
      if (choice !== undefined) wanted.add(choice);
    }
  }
  return [...wanted];
}
