import type { Recipients } from "@bellwire/messaging";
import type { Request, Response } from "express";
import { renderSVG } from "uqr";
import { z } from "zod";
import type { BotName } from "../../recipients/bot-name.ts";
import { requireIntent } from "../allow-change.ts";
import { bytesOf, readAnyBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { readBody } from "../read-body.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { userInPath } from "../user-in-path.ts";
import type { Route } from "./route.ts";

export type LinkMaker = { recipients: Pick<Recipients, "createLink">; botName: Pick<BotName, "read"> };

const HOUR_SECONDS = 3600;

const linkRequest = z.strictObject({
  expires_in_seconds: z
    .int("expected a whole number of seconds")
    .min(60)
    .max(7 * 24 * HOUR_SECONDS)
    .default(24 * HOUR_SECONDS),
  group: z.boolean("expected true or false").default(false),
});
const EXPECTED =
  'nothing, or {"expires_in_seconds": <60 to 604800>, "group": <true for a link that adds the bot to a group>}';
const UNKNOWN_BOT =
  "No bot has said yet what it is called in Telegram, which is part of the address. Start one with " +
  "`node apps/bot/dist/main.js` (`npm start` runs everything); `/readyz` says whether Telegram answers it.";
const FULL =
  "As many links as there may be wait to be used. Those not used expire; repeat the request later.";
const FULL_RETRY_SECONDS = 60;

/** `POST /recipients/{user_id}/link`: an address that links one chat to the recipient, once. Each call makes another. */
export function recipientLinkRoute(maker: LinkMaker): Route {
  return {
    method: "POST",
    path: "/recipients/:user_id/link",
    access: "guarded",
    handlers: [requireIntent(), readAnyBody(), (request, response) => createLink(maker, request, response)],
  };
}

async function createLink({ recipients, botName }: LinkMaker, request: Request, response: Response) {
  const userId = userInPath(request, response);
  if (userId === undefined) return;
  const isEmpty = bytesOf(request).length === 0;
  const asked = isEmpty ? linkRequest.parse({}) : readBody(request, response, linkRequest, EXPECTED);
  if (asked === undefined) return;
  const name = await withinRedisBudget(request, botName.read());
  if (name === undefined) return sendProblem(response, "bot_unknown", UNKNOWN_BOT);
  const { expires_in_seconds, group } = asked;
  const options = { lifetimeMs: expires_in_seconds * 1000, group };
  const link = await withinRedisBudget(request, recipients.createLink(userId, options));
  if (link.kind === "full") {
    response.setHeader("Retry-After", FULL_RETRY_SECONDS);
    return sendProblem(response, "too_many_links", FULL);
  }
  const url = `https://t.me/${name}?${group ? "startgroup" : "start"}=${link.token}`;
  // Whoever reads the answer can link a chat of their own.
  response.setHeader("Cache-Control", "no-store");
  response
    .status(201)
    .json({ url, qr: pictureOf(url), expires_at: new Date(link.expiresAtMs).toISOString() });
}

/** The QR code of `text`, as an address that a page can show. */
function pictureOf(text: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(renderSVG(text)).toString("base64")}`;
}
