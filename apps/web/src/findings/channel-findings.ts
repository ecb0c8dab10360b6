import type { HubStats, SubscriberView } from "@bellwire/messaging";
import { isWithin } from "./edit-distance.ts";
import type { Lost, Unheard } from "./figures-history.ts";
import type { Finding } from "./finding.ts";

export type ChannelFacts = {
  hub: Pick<HubStats, "status">;
  subscribers: readonly SubscriberView[];
  nowMs: number;
  lost: readonly Lost[];
  unheard: readonly Unheard[];
  /** Channels on which somebody listens, by name. */
  live: readonly string[];
};

const SHOWN_MAX = 5;
/** Redis confirms a subscription within milliseconds. */
const UNCONFIRMED_MS = 10_000;
const TYPO_CHARACTERS = 2;
const NAME_CHARACTERS = 80;

/** Messages that went to nobody, or did not arrive. */
export function channelFindings(facts: ChannelFacts): Finding[] {
  const { hub, subscribers, nowMs, lost, unheard, live } = facts;
  const findings: Finding[] = [];
  if (hub.status !== "ready") {
    findings.push({
      code: "hub_away",
      severity: "warning",
      words:
        "The subscribers of this page hear nothing at the moment: their connection to Redis is being made.",
      remedy:
        "Nothing, if Redis is there: it is subscribed anew by itself. What is published meanwhile is missed.",
    });
  }
  const unconfirmed = subscribers.filter(
    ({ state, sinceMs }) => state === "subscribing" && sinceMs < nowMs - UNCONFIRMED_MS,
  );
  if (hub.status === "ready") findings.push(...unconfirmed.slice(0, SHOWN_MAX).map(unconfirmedFinding));
  findings.push(...lost.slice(0, SHOWN_MAX).map(lostFinding));
  findings.push(...unheard.slice(0, SHOWN_MAX).map((one) => unheardFinding(one, live)));
  return findings;
}

function unconfirmedFinding({ name, sinceMs }: SubscriberView): Finding {
  return {
    code: "subscriber_refused",
    about: name,
    severity: "warning",
    words: `Redis does not confirm everything that the subscriber ${name} wants to hear.`,
    sinceMs,
    remedy: "Let the user of REDIS_URL subscribe to it: its ACL forbids that.",
    command: "redis-cli ACL LOG",
  };
}

function lostFinding({ channel, count }: Lost): Finding {
  return {
    code: "received_less_than_published",
    about: channel,
    severity: "warning",
    words: `Of what this web published on ${shown(channel)} in the last half minute, ${count} did not come back on its own connection.`,
    remedy:
      "Nothing, if that connection was lost meanwhile: pub/sub keeps nothing for who is away. Else see the log of Redis for clients that were cut off.",
    command: "redis-cli CONFIG GET client-output-buffer-limit",
  };
}

function unheardFinding({ channel, count, sinceMs }: Unheard, live: readonly string[]): Finding {
  const about = { about: channel, sinceMs };
  const meant = live.find((name) => name !== channel && isTypo(channel, name));
  const was = `${count} ${count === 1 ? "message was" : "messages were"} published on ${shown(channel)}`;
  if (meant !== undefined) {
    return {
      code: "channel_typo",
      ...about,
      severity: "warning",
      words: `${was}, where nobody listens. Was ${shown(meant)} meant?`,
      remedy: `Correct the name where it is published, or subscribe to it.`,
      command: "redis-cli PUBSUB CHANNELS",
    };
  }
  return {
    code: "channel_unheard",
    ...about,
    severity: "hint",
    words: `${was}, where nobody listens: pub/sub keeps nothing.`,
    remedy: "Subscribe to it, or stop publishing there.",
    command: "redis-cli PUBSUB CHANNELS",
  };
}

/** Of short names nearly every other one is so few characters away. */
function isTypo(channel: string, name: string): boolean {
  return isWithin(Math.min(TYPO_CHARACTERS, Math.floor(name.length / 4)), channel, name);
}

function shown(channel: string): string {
  return channel.length <= NAME_CHARACTERS ? channel : `${channel.slice(0, NAME_CHARACTERS)}…`;
}
