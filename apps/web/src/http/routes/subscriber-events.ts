import type { Hub, HubMessage } from "@bellwire/messaging";
import type { Request, Response } from "express";
import { MessageTails } from "../../hub/message-tails.ts";
import { toMessageJson } from "../../hub/message-view.ts";
import { lastEventOf, numericId } from "../last-event.ts";
import type { PushedStreams } from "../pushed-streams.ts";
import { toServerSentEvent } from "../server-sent-events.ts";
import type { Route } from "./route.ts";
import { nameOf, sendUnknownSubscriber } from "./subscribers.ts";

/** `GET /subscribers/{name}/events`: what it received of late, then what it receives; ids are the messages' numbers. */
export function subscriberEventsRoute(hub: Pick<Hub, "messages" | "watch">, streams: PushedStreams): Route {
  const tails = new MessageTails(hub, toEvent);
  const follow = async (request: Request, response: Response): Promise<void> => {
    const asked = lastEventOf(request, response, numericId);
    if (asked === undefined) return;
    const name = nameOf(request);
    const kept = hub.messages(name);
    if (kept === undefined) return sendUnknownSubscriber(response);
    const stream = streams.open(response, ": connected\n\n");
    if (stream === undefined) return;
    // What it received and what it receives are told in the same turn of the event loop: nothing falls in between.
    for (const message of newerThan(kept, asked.lastId)) stream.push(toEvent(message));
    const unfollow = tails.follow(name, (written, count) => stream.push(written, count));
    response.once("close", unfollow);
  };
  return { method: "GET", path: "/subscribers/:name/events", access: "guarded", handlers: [follow] };
}

/** A subscriber that was removed and added again counts anew: then all that it kept is new. */
function newerThan(kept: readonly HubMessage[], lastId = 0): readonly HubMessage[] {
  const newest = kept.at(-1)?.seq ?? 0;
  return lastId > newest ? kept : kept.filter(({ seq }) => seq > lastId);
}

function toEvent(message: HubMessage): string {
  return toServerSentEvent("message", toMessageJson(message), String(message.seq));
}
