import {
  type Hub,
  type RedisLink,
  RedisUnavailableError,
  type SubscriberView,
  type WebhookDesk,
} from "@bellwire/messaging";
import type { Health } from "@bellwire/runtime";
import type { StatsReader } from "../records/stats-reader.ts";
import { lagOf, type StatsParts } from "../records/stats-view.ts";
import { botFindings } from "./bot-findings.ts";
import { channelFindings } from "./channel-findings.ts";
import { FiguresHistory } from "./figures-history.ts";
import { type Finding, SEVERITIES } from "./finding.ts";
import { queueFindings } from "./queue-findings.ts";
import { type RedisFacts, readRedisFacts } from "./redis-facts.ts";
import { redisFindings } from "./redis-findings.ts";
import { webhookFindings } from "./webhook-findings.ts";

export type FindingsWatchOptions = {
  redis: RedisLink;
  hub: Pick<Hub, "stats" | "subscriptions" | "activeChannels">;
  stats: Pick<StatsReader, "read">;
  health: Pick<Health, "report">;
  /** Whether a channel is Bellwire's own: who listens there is its own business. */
  isOwn: (channel: string) => boolean;
  /** Absent: nobody is called. */
  webhooks?: Pick<WebhookDesk, "figures"> | undefined;
};

/** How Redis is set seldom changes. */
const REDIS_FACTS_MS = 10_000;
const LIVE_CHANNELS_MAX = 1000;

/** Looks at everything there is and says in words what is wrong with it. */
export class FindingsWatch {
  readonly #options: FindingsWatchOptions;
  readonly #history = new FiguresHistory();
  #redisFacts: { facts: RedisFacts | undefined; atMs: number } | undefined;
  /** Since when each finding is seen. */
  #since = new Map<string, number>();
  #looking: Promise<object> | undefined;

  constructor(options: FindingsWatchOptions) {
    this.#options = options;
  }

  /** The JSON of `GET /findings`, the worst first. Whoever asks while it looks is answered the same. Never rejects because of Redis. */
  async look(): Promise<object> {
    this.#looking ??= this.#find().finally(() => {
      this.#looking = undefined;
    });
    return await this.#looking;
  }

  async #find(): Promise<object> {
    const findings = await this.#seen().catch((error: unknown) => {
      if (error instanceof RedisUnavailableError) return [this.#redisAway()];
      throw error;
    });
    const nowMs = Date.now();
    const before = this.#since;
    this.#since = new Map(
      findings.map((one) => [keyOf(one), one.sinceMs ?? before.get(keyOf(one)) ?? nowMs]),
    );
    const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity);
    return { items: findings.sort((one, other) => rank(one) - rank(other)).map((one) => this.#toJson(one)) };
  }

  async #seen(): Promise<Finding[]> {
    const parts = await this.#options.stats.read();
    const subscribers = this.#options.hub.subscriptions();
    this.#note(parts, subscribers);
    const unheard = this.#history.unheard();
    const live = unheard.length > 0 ? await this.#liveChannels() : [];
    const facts = await this.#readRedisFacts();
    const webhooks = await this.#options.webhooks?.figures();
    return [
      ...this.#redisTrouble(),
      ...botFindings(parts),
      ...queueFindings(parts, this.#history.lagGrowth()),
      ...channelFindings({ ...parts, subscribers, lost: this.#history.lost(), unheard, live }),
      ...(webhooks === undefined ? [] : webhookFindings(webhooks, parts.nowMs)),
      ...(facts === undefined ? [] : redisFindings(facts)),
    ];
  }

  #note({ delivery, hub, nowMs }: StatsParts, subscribers: readonly SubscriberView[]): void {
    const subscribed = subscribers.filter(({ state }) => state === "subscribed");
    this.#history.note({
      atMs: nowMs,
      lag: lagOf(delivery),
      channels: new Map([...hub.channels].filter(([channel]) => !this.#options.isOwn(channel))),
      listened: new Set(subscribed.flatMap(({ channels }) => channels)),
    });
  }

  async #liveChannels(): Promise<string[]> {
    const { hub, isOwn } = this.#options;
    return (await hub.activeChannels("*", LIVE_CHANNELS_MAX)).filter((channel) => !isOwn(channel));
  }

  async #readRedisFacts(): Promise<RedisFacts | undefined> {
    const known = this.#redisFacts;
    if (known !== undefined && known.atMs > performance.now() - REDIS_FACTS_MS) return known.facts;
    const facts = await readRedisFacts(this.#options.redis);
    this.#redisFacts = { facts, atMs: performance.now() };
    return facts;
  }

  /** As `/readyz` has it: that it takes no writes is seen there. */
  #redisTrouble(): Finding[] {
    const check = this.#options.health.report().checks.find(({ name }) => name === "redis");
    return check === undefined || check.status === "ok" ? [] : [toRedisFinding(check)];
  }

  #redisAway(): Finding {
    const [known] = this.#redisTrouble();
    return (
      known ?? toRedisFinding({ words: "Redis does not serve this web.", since: new Date().toISOString() })
    );
  }

  #toJson(finding: Finding) {
    const { code, about, severity, words, remedy, command } = finding;
    const since = new Date(this.#since.get(keyOf(finding)) ?? Date.now()).toISOString();
    return { code, about, severity, words, since, remedy, command };
  }
}

function toRedisFinding({
  words,
  remedy,
  since,
}: {
  words: string;
  remedy?: string;
  since: string;
}): Finding {
  return {
    code: "redis",
    severity: "error",
    words,
    sinceMs: Date.parse(since),
    remedy: remedy ?? "See /readyz.",
    command: "redis-cli PING",
  };
}

function keyOf({ code, about = "" }: Finding): string {
  return `${code} ${about}`;
}
