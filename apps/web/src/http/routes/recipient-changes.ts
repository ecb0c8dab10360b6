import type { Chats, Recipient, Recipients } from "@bellwire/messaging";
import { userIdOf } from "@bellwire/schema";
import type { Request, Response } from "express";
import { z } from "zod";
import { preferencesRequest, toPreferences } from "../../recipients/preferences.ts";
import { requireIntent } from "../allow-change.ts";
import { bytesOf, readAnyBody, readJsonBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { readBody } from "../read-body.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { userInPath } from "../user-in-path.ts";
import { sendRecipient, sendUnknownRecipient } from "./recipients.ts";
import type { Route } from "./route.ts";

type People = {
  recipients: Pick<Recipients, "get" | "unlink" | "suspend" | "resume">;
  chats: Pick<Chats, "setPreferences">;
};

const EXPECTED =
  '{"muted_until": <moment or null>, "quiet_hours": {"from": "22:00", "to": "07:00", "time_zone": "Europe/Berlin"} ' +
  'or null, "categories": {"<name>": <whether it is wanted>}}, or some of them';

const NOTHING = z.strictObject({});

/**
 * `DELETE /recipients/{user_id}/chats/{chat_id}`, `POST …/suspend`, `POST …/resume`, `PUT …/preferences`. All may be
 * repeated.
 */
export function recipientChangeRoutes(people: People): Route[] {
  return [
    {
      method: "DELETE",
      path: "/recipients/:user_id/chats/:chat_id",
      access: "guarded",
      handlers: [requireIntent(), (request, response) => unlink(people, request, response)],
    },
    reachRoute("suspend", people, (userId) => people.recipients.suspend(userId)),
    reachRoute("resume", people, (userId) => people.recipients.resume(userId)),
    {
      method: "PUT",
      path: "/recipients/:user_id/preferences",
      access: "guarded",
      handlers: [...readJsonBody(), (request, response) => prefer(people, request, response)],
    },
  ];
}

async function unlink({ recipients }: People, request: Request, response: Response): Promise<void> {
  const userId = userInPath(request, response);
  if (userId === undefined) return;
  const chat = String(request.params.chat_id);
  const isChat = typeof userIdOf(chat) === "number";
  const answer = isChat && (await withinRedisBudget(request, recipients.unlink(userId, chat)));
  if (answer && answer.kind === "unlinked")
    response.json({ parked: answer.parked, cancelled: answer.cancelled });
  else sendProblem(response, "not_found", "This chat is not linked to this recipient.");
}

function reachRoute(
  verb: "suspend" | "resume",
  { recipients }: People,
  change: (userId: string) => Promise<number>,
): Route {
  const handle = async (request: Request, response: Response): Promise<void> => {
    if (bytesOf(request).length > 0 && !readBody(request, response, NOTHING, "nothing, or {}")) return;
    const recipient = await recipientIn(recipients, request, response);
    if (recipient === undefined) return;
    response.json({ chats: await withinRedisBudget(request, change(recipient.userId)) });
  };
  return {
    method: "POST",
    path: `/recipients/:user_id/${verb}`,
    access: "guarded",
    handlers: [requireIntent(), readAnyBody(), handle],
  };
}

async function prefer({ recipients, chats }: People, request: Request, response: Response): Promise<void> {
  const asked = readBody(request, response, preferencesRequest, EXPECTED);
  if (asked === undefined) return;
  const recipient = await recipientIn(recipients, request, response);
  if (recipient === undefined) return;
  if (recipient.chats.length === 0) {
    const detail = "It has no chat yet, and preferences are those of a chat: link one first.";
    return sendProblem(response, "wrong_state", detail);
  }
  const preferences = toPreferences(asked);
  const changes = recipient.chats.map(({ id }) => chats.setPreferences(id, preferences));
  await withinRedisBudget(request, Promise.all(changes));
  const changed = await withinRedisBudget(request, recipients.get(recipient.userId));
  sendRecipient(response, changed ?? recipient);
}

/** The recipient of the address; undefined when there is none and the client has been told so. */
async function recipientIn(
  recipients: Pick<Recipients, "get">,
  request: Request,
  response: Response,
): Promise<Recipient | undefined> {
  const userId = userInPath(request, response);
  if (userId === undefined) return undefined;
  const recipient = await withinRedisBudget(request, recipients.get(userId));
  if (recipient === undefined) sendUnknownRecipient(response);
  return recipient;
}
