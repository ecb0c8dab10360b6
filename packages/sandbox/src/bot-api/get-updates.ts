import { type Answer, accept, isRefusal, type Refusal, refuse } from "./answer.ts";
import type { Call } from "./call.ts";
import { type Fields, integerOf, structureOf } from "./parameters.ts";

/** Telegram's own bounds. */
const limitBounds = { min: 1, max: 100, default: 100 };
const timeoutBounds = { min: 0, max: 50, default: 0 };
const offsetBounds = { min: -100_000, max: Number.MAX_SAFE_INTEGER, default: 0 };
const kindsMax = 64;

export async function getUpdates({ fields, world, onGone }: Call): Promise<Answer> {
  if (world.webhookUrl !== "") {
    return refuse(
      409,
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  const kinds = readAllowedUpdates(fields);
  if (isRefusal(kinds)) return kinds;
  if (kinds !== undefined) world.updates.allow(kinds);
  const offset = integerOf(fields, "offset", offsetBounds);
  if (offset !== 0) world.updates.confirm(offset);
  const limit = integerOf(fields, "limit", limitBounds);
  const timeoutMs = integerOf(fields, "timeout", timeoutBounds) * 1000;
  const outcome = await world.updates.poll({ limit, timeoutMs }, onGone);
  return "updates" in outcome
    ? accept(outcome.updates)
    : refuse(409, `terminated by ${outcome.terminatedBy}`);
}

/** Absent leaves the bot's earlier choice as it is. */
export function readAllowedUpdates(fields: Fields): string[] | Refusal | undefined {
  const given = structureOf(fields, "allowed_updates");
  if (given === undefined) return undefined;
  const isList =
    Array.isArray(given) && given.length <= kindsMax && given.every((kind) => typeof kind === "string");
  return isList ? given : refuse(400, "can't parse allowed updates list: expected an Array of String");
}
