import type { Hub } from "@bellwire/messaging";
import type { Request, Response } from "express";
import { z } from "zod";
import { toMessageJson } from "../../hub/message-view.ts";
import { reset } from "../../hub/seeds.ts";
import { toSubscriberJson } from "../../hub/subscriber-view.ts";
import { requireIntent } from "../allow-change.ts";
import { readJsonBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { readBody } from "../read-body.ts";
import { readQuery, wholeNumber } from "../read-query.ts";
import { sendJsonText } from "../send-json.ts";
import { type Channels, channelName, RESERVED_DETAIL } from "./channel-names.ts";
import type { Route } from "./route.ts";

type SubscriberHub = Pick<Hub, "subscribeTo" | "unsubscribe" | "subscriptions" | "messages" | "resetCounts">;

const TARGETS_MAX = 100;
const WILDCARDS_MAX = 4;
const KEPT_MAX = 50;

const pattern = channelName("a pattern").refine(
  (text) => (text.match(/[*?[]/g) ?? []).length <= WILDCARDS_MAX,
  `a pattern has at most ${WILDCARDS_MAX} wildcards (* ? [)`,
);
const newSubscriber = z
  .strictObject({
    name: z
      .string("expected a text")
      .regex(/^[A-Za-z0-9._:-]{1,64}$/, "expected 1 to 64 characters of A-Z a-z 0-9 . _ : -")
      .refine((name) => name !== "." && name !== "..", 'expected a name other than "." and ".."'),
    channels: z.array(channelName("a channel"), "expected a list of channels").max(TARGETS_MAX).default([]),
    patterns: z.array(pattern, "expected a list of patterns").max(TARGETS_MAX).default([]),
  })
  .refine(({ channels, patterns }) => inBounds(channels.length + patterns.length), {
    path: ["channels"],
    message: `expected 1 to ${TARGETS_MAX} channels and patterns in all`,
  });

const EXPECTED =
  '{"name": "<name>", "channels": ["<channel>", …]}, with or instead of `channels` a list of "patterns"';
const TAKEN = "There is a subscriber of this name. Choose another, or remove that one.";
const FULL = "This process has as many subscribers as it may. Remove some.";

const messagesQuery = z.strictObject({ limit: wholeNumber(1, KEPT_MAX).default(KEPT_MAX) });

function inBounds(count: number): boolean {
  return count >= 1 && count <= TARGETS_MAX;
}

/**
 * `POST /subscribers`, `GET /subscribers`, `DELETE /subscribers/{name}`, `GET /subscribers/{name}/messages`,
 * `POST /reset`: live subscribers of this process.
 */
export function subscriberRoutes(hub: SubscriberHub, channels: Channels): Route[] {
  return [
    route("POST", "/subscribers", ...readJsonBody(), (request, response) =>
      add(hub, channels, request, response),
    ),
    route("GET", "/subscribers", (_request, response) => list(hub, response)),
    route("DELETE", "/subscribers/:name", requireIntent(), (request, response) =>
      remove(hub, request, response),
    ),
    route("GET", "/subscribers/:name/messages", (request, response) => messages(hub, request, response)),
    route("POST", "/reset", requireIntent(), (_request, response) => {
      reset(hub, channels.notification);
      list(hub, response);
    }),
  ];
}

function route(method: Route["method"], path: string, ...handlers: Route["handlers"]): Route {
  return { method, path, access: "guarded", handlers };
}

async function add(
  hub: SubscriberHub,
  channels: Channels,
  request: Request,
  response: Response,
): Promise<void> {
  const body = readBody(request, response, newSubscriber, EXPECTED);
  if (body === undefined) return;
  // Whoever subscribes to a channel by which bots are counted would be counted as one.
  if (body.channels.some((channel) => channels.isInternal(channel)))
    return sendProblem(response, "reserved_channel", RESERVED_DETAIL.subscribe);
  const { name, ...targets } = body;
  const answer = hub.subscribeTo(name, targets);
  if (answer.kind === "name_taken") return sendProblem(response, "name_taken", TAKEN);
  if (answer.kind === "full") return sendProblem(response, "too_many_subscribers", FULL);
  response.setHeader("Location", `/subscribers/${encodeURIComponent(name)}`);
  response.status(201).json(toSubscriberJson(answer.subscriber));
}

function list(hub: Pick<SubscriberHub, "subscriptions">, response: Response): void {
  response.setHeader("Cache-Control", "no-store");
  response.json({ items: hub.subscriptions().map(toSubscriberJson) });
}

function remove(hub: SubscriberHub, request: Request, response: Response): void {
  if (hub.unsubscribe(nameOf(request))) response.status(204).end();
  else sendUnknownSubscriber(response);
}

async function messages(hub: SubscriberHub, request: Request, response: Response): Promise<void> {
  const asked = readQuery(response, request.query, messagesQuery, "`limit` (1 to 50)");
  if (asked === undefined) return;
  const kept = hub.messages(nameOf(request), asked.limit);
  if (kept === undefined) return sendUnknownSubscriber(response);
  response.setHeader("Cache-Control", "no-store");
  sendJsonText(response, 200, `{"items":[${kept.map((message) => toMessageJson(message)).join(",")}]}`);
}

/** The `:name` of the address. */
export function nameOf(request: Request): string {
  return String(request.params.name);
}

export function sendUnknownSubscriber(response: Response): void {
  sendProblem(response, "not_found", "There is no subscriber of this name at this process.");
}
