import { type DeliveryKeys, deliveryKeys } from "../../keys.ts";
import type { RedisLink } from "../../redis-link.ts";
import { defineScript, type Script } from "../script.ts";
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

/** A script of the delivery queue, and the keys that it works with, in the order of its KEYS. */
export type DeliveryScript<Reply> = Script<Reply> & { keyNames: readonly (keyof DeliveryKeys)[] };

/**
 * A script of the delivery queue. `body` may use what the files of the library define, and each
 * key under the name that keys.ts gives it; what it does not use is left out.
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
  const keyLocals = used.map((name, index) => `local ${name} = KEYS[${index + 1}]`).join("\n");
  return { ...defineScript([head, keyLocals, code].join("\n"), parse), keyNames: used };
}

/** Runs a script over `keys`, in one round trip. Throws RedisUnavailableError only. */
export async function runDeliveryScript<Reply>(
  redis: RedisLink,
  keys: DeliveryKeys,
  script: DeliveryScript<Reply>,
  args: readonly (string | number | Buffer)[],
): Promise<Reply> {
  const names = script.keyNames.map((name) => keys[name]);
  return await redis.script(script, names, args);
}
