import type { Chats, Recipient, Recipients } from "@bellwire/messaging";
import { isUserId, userIdOf } from "@bellwire/schema";
import type { Request, Response } from "express";
import { z } from "zod";
import { toRecipientView } from "../../recipients/recipient-view.ts";
import { sendProblem } from "../problems.ts";
import { pageLimit, readQuery } from "../read-query.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { userInPath } from "../user-in-path.ts";
import type { Route } from "./route.ts";

type People = { recipients: Pick<Recipients, "get" | "list" | "count">; chats: Pick<Chats, "get"> };

const query = z.strictObject({
  q: z
    .string("expected a text")
    .refine(isUserId, "expected the beginning of a user id, or a chat")
    .optional(),
  cursor: z.string().refine(isUserId, "expected the cursor of an earlier answer").optional(),
  limit: pageLimit(),
});

/** `GET /recipients` and `GET /recipients/{user_id}`: the people whom the app knows, and their chats. */
export function recipientsRoutes(people: People): Route[] {
  return [
    {
      method: "GET",
      path: "/recipients",
      access: "guarded",
      handlers: [(request, response) => list(people, request, response)],
    },
    {
      method: "GET",
      path: "/recipients/:user_id",
      access: "guarded",
      handlers: [(request, response) => show(people, request, response)],
    },
  ];
}

async function list(people: People, request: Request, response: Response): Promise<void> {
  const asked = readQuery(response, request.query, query, "`q`, `cursor` and `limit`");
  if (asked === undefined) return;
  const { q, cursor, limit } = asked;
  const [inChat, page, total] = await withinRedisBudget(
    request,
    Promise.all([
      cursor === undefined && q !== undefined ? recipientsOfChat(people, q) : [],
      people.recipients.list({ prefix: q, after: cursor, limit }),
      people.recipients.count(),
    ]),
  );
  response.setHeader("Cache-Control", "no-store");
  response.json({ items: [...inChat, ...page.items].map(toRecipientView), cursor: page.cursor, total });
}

/** Those of chat `q`, if it is one, without those whose user ids begin with it: these are found anyway. */
async function recipientsOfChat({ recipients, chats }: People, q: string): Promise<Recipient[]> {
  if (typeof userIdOf(q) !== "number") return [];
  const { users } = await chats.get(q);
  const found = await Promise.all(
    users.filter((user) => !user.startsWith(q)).map((user) => recipients.get(user)),
  );
  return found.filter((recipient) => recipient !== undefined);
}

async function show({ recipients }: People, request: Request, response: Response): Promise<void> {
  const userId = userInPath(request, response);
  if (userId === undefined) return;
  const recipient = await withinRedisBudget(request, recipients.get(userId));
  if (recipient === undefined) sendUnknownRecipient(response);
  else sendRecipient(response, recipient);
}

export function sendRecipient(response: Response, recipient: Recipient): void {
  response.setHeader("Cache-Control", "no-store");
  response.json(toRecipientView(recipient));
}

export function sendUnknownRecipient(response: Response): void {
  sendProblem(
    response,
    "not_found",
    "There is no recipient of this user id. Make a link for it: `POST /recipients/{user_id}/link`.",
  );
}
