import type { Hub } from "@bellwire/messaging";
import { parseJsonBytes } from "@bellwire/schema";
import type { Request, Response } from "express";
import { bytesOf, readJsonBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { type Channels, channelName, RESERVED_DETAIL } from "./channel-names.ts";
import type { Route } from "./route.ts";

type ChannelHub = Pick<Hub, "publish" | "activeChannels" | "subscriberCounts" | "patternCount">;

const LISTED_MAX = 1000;
const name = channelName("the name of a channel");

/** `POST /channels/{channel}`: publishes JSON as it came. `GET /channels`: who listens where, as Redis counts it. */
export function channelRoutes(hub: ChannelHub, channels: Channels): Route[] {
  return [
    {
      method: "POST",
      path: "/channels/:channel",
      access: "guarded",
      handlers: [...readJsonBody(), (request, response) => publish(hub, channels, request, response)],
    },
    {
      method: "GET",
      path: "/channels",
      access: "guarded",
      handlers: [(request, response) => list(hub, request, response)],
    },
  ];
}

/** Not safe to repeat: called twice it publishes twice. */
async function publish(
  hub: ChannelHub,
  channels: Channels,
  request: Request,
  response: Response,
): Promise<void> {
  const channel = name.safeParse(request.params.channel);
  if (!channel.success) {
    const detail = channel.error.issues[0]?.message ?? "";
    return sendProblem(response, "bad_request", `The address is malformed: ${detail}.`);
  }
  if (channel.data === channels.notification || channels.isInternal(channel.data))
    return sendProblem(response, "reserved_channel", RESERVED_DETAIL.publish);
  const bytes = bytesOf(request);
  const json = parseJsonBytes(bytes);
  if (!json.ok) return sendProblem(response, "invalid_body", `Send JSON: ${json.problem.detail}.`);
  const receivers = await withinRedisBudget(request, hub.publish(channel.data, Buffer.from(bytes)));
  response.json({ receivers });
}

async function list(hub: ChannelHub, request: Request, response: Response): Promise<void> {
  const within = <Result>(work: Promise<Result>) => withinRedisBudget(request, work);
  const [names, patterns] = await within(
    Promise.all([hub.activeChannels("*", LISTED_MAX + 1), hub.patternCount()]),
  );
  const shown = names.slice(0, LISTED_MAX);
  const counts = await within(hub.subscriberCounts(shown));
  response.setHeader("Cache-Control", "no-store");
  response.json({
    items: shown.map((channel) => ({ channel, subscribers: counts.get(channel) ?? 0 })),
    patterns,
    more: names.length > LISTED_MAX,
  });
}
