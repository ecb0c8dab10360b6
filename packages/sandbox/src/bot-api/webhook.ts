import type { World } from "../model/world.ts";
import { type Answer, accept, isRefusal, refuse } from "./answer.ts";
import type { Call } from "./call.ts";
import { readAllowedUpdates } from "./get-updates.ts";
import { flagOf, textOf } from "./parameters.ts";

/** Stores the address and delivers nothing: updates go on waiting for getUpdates. */
export function setWebhook({ fields, world }: Call): Answer {
  const url = textOf(fields, "url");
  if (url === "") return removeWebhook(world, flagOf(fields, "drop_pending_updates"));
  if (!URL.canParse(url) || new URL(url).protocol !== "https:" || url.length > 2048) {
    return refuse(400, "bad webhook: An HTTPS URL must be provided for webhook");
  }
  const kinds = readAllowedUpdates(fields);
  if (isRefusal(kinds)) return kinds;
  if (kinds !== undefined) world.updates.allow(kinds);
  if (flagOf(fields, "drop_pending_updates")) world.updates.clear();
  const isSame = world.webhookUrl === url;
  world.webhookUrl = url;
  world.updates.endPoll("setWebhook request");
  return accept(true, isSame ? "Webhook is already set" : "Webhook was set");
}

export function deleteWebhook({ fields, world }: Call): Answer {
  return removeWebhook(world, flagOf(fields, "drop_pending_updates"));
}

export function getWebhookInfo({ world }: Call): Answer {
  const allowed = world.updates.allowed;
  return accept({
    url: world.webhookUrl,
    has_custom_certificate: false,
    pending_update_count: world.updates.size,
    ...(allowed === undefined ? {} : { allowed_updates: allowed }),
  });
}

function removeWebhook(world: World, dropUpdates: boolean): Answer {
  const wasSet = world.webhookUrl !== "";
  world.webhookUrl = "";
  if (dropUpdates) world.updates.clear();
  return accept(true, wasSet ? "Webhook was deleted" : "Webhook is already deleted");
}
