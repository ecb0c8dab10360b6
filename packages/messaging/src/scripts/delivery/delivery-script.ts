import { type DeliveryKeys, deliveryKeys } from "../../keys.ts";
import { defineScript, type Script } from "../script.ts";
import { basics } from "./basics.ts";

/** The Lua names of the keys: each is a local of the name that keys.ts gives it. */
const keyNames = Object.keys(deliveryKeys("")) as (keyof DeliveryKeys)[];
const keyLocals = keyNames.map((name, index) => `local ${name} = KEYS[${index + 1}]`).join("\n");

/**
 * A script of the delivery queue: `parts` are Lua functions that it uses, after the keys and `basics`.
 *
 * With `allow-oom` it also runs while Redis is full: everything that drains does. The two by which something new comes
 * in do not, so a full Redis stops admission and never delivery.
 */
export function defineDeliveryScript<Reply>(
  { flags, parts = [] }: { flags?: "allow-oom"; parts?: readonly string[] },
  body: string,
  parse: (reply: unknown) => Reply,
): Script<Reply> {
  const head = flags === undefined ? "#!lua" : `#!lua flags=${flags}`;
  return defineScript([head, keyLocals, basics, ...parts, body].join("\n"), parse);
}
