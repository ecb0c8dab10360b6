import { type DeliveryKeys, deliveryKeys } from "../../keys.ts";
import type { RedisLink } from "../../redis-link.ts";
import { defineScript, type Script, type ScriptArgument } from "../script.ts";
import { admission } from "./admission.ts";
import { basics } from "./basics.ts";
import { ends } from "./ends.ts";
import { flights } from "./flights.ts";
import { governorBudget, governorRefusals } from "./governor.ts";
import { indexes } from "./indexes.ts";
import { lanes } from "./lanes.ts";
import { linkLua, refuseTwins, usedIn } from "./link-lua.ts";
import { outcomes } from "./outcomes.ts";
import { people } from "./people.ts";
import { records } from "./records.ts";
import { routing } from "./routing.ts";
import { settling } from "./settle.ts";
import { standings } from "./standings.ts";
import { suspension } from "./suspension.ts";
import { taking } from "./take.ts";
import { writing } from "./writing.ts";

const keyNames = Object.keys(deliveryKeys("")) as (keyof DeliveryKeys)[];

const library = [
  basics,
  flights,
  records,
  people,
  standings,
  lanes,
  indexes,
  ends,
  writing,
  routing,
  suspension,
  governorBudget,
  governorRefusals,
  outcomes,
  settling,
  taking,
  admission,
].join("\n");

refuseTwins(library, keyNames);

/** A script of the delivery queue, for any installation. */
export type DeliveryScript<Reply> = { over: (keys: DeliveryKeys) => Script<Reply> };

/**
 * A script of the delivery queue. `body` may use what the files of the library define, and each
 * key under the name that keys.ts gives it; what it does not use is left out. Keys stand in its text, because handing them over
 * at each call costs as much as several messages do; the one that is handed over tells a cluster where the script runs.
 *
 * With `allow-oom` it also runs while Redis is full: everything that drains does. Those by which something new comes
 * in do not, so a full Redis stops admission and never delivery.
 */
export function defineDeliveryScript<Reply>(
  flags: "allow-oom" | "deny-oom",
  body: string,
  parse: (reply: unknown) => Reply,
): DeliveryScript<Reply> {
  const head = flags === "allow-oom" ? "#!lua flags=allow-oom" : "#!lua";
  const code = `${linkLua(library, body)}\n${body}`;
  const used = usedIn(code, keyNames);
  const byInstallation = new Map<string, Script<Reply>>();
  return {
    over(keys) {
      const known = byInstallation.get(keys.record);
      if (known !== undefined) return known;
      const keyLocals = used.map((name) => `local ${name} = ${luaText(keys[name])}`).join("\n");
      const script = defineScript([head, keyLocals, nested(code)].join("\n"), parse);
      byInstallation.set(keys.record, script);
      return script;
    },
  };
}

/**
 * What stands before the first function (with the keys) becomes an upvalue of one function around all others. Each of
 * those copies it from there; of a local beside it Redis' Lua makes an upvalue by walking through all that there are,
 * which was a fifth of an empty turn. Lua allows a function 60 upvalues; admit has the most, 39, and a script with too many
 * is refused when it is first run.
 */
function nested(code: string): string {
  const at = code.indexOf("\nlocal function ");
  return at < 0 ? code : `${code.slice(0, at)}\nreturn (function()${code.slice(at)}\nend)()`;
}

const SPECIAL: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\0": "\\0" };

function luaText(text: string): string {
  return `'${text.replace(/[\\'\n\r\0]/g, (special) => SPECIAL[special] ?? `\\${special}`)}'`;
}

/** Runs a script over `keys`, in one round trip. Throws RedisUnavailableError only. */
export async function runDeliveryScript<Reply>(
  redis: RedisLink,
  keys: DeliveryKeys,
  script: DeliveryScript<Reply>,
  args: readonly ScriptArgument[],
): Promise<Reply> {
  return await redis.script(script.over(keys), [keys.depth], args);
}
