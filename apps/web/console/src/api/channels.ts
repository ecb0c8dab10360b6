import { type Answer, callInSession } from "./call.ts";
import { fieldsOf, listOf, numberOf, textOf } from "./read.ts";

/** What Redis itself says of its channels. */
export type Channels = {
  /** PUBSUB CHANNELS and NUMSUB: subscribers by channel. */
  subscribers: ReadonlyMap<string, number>;
  /** PUBSUB NUMPAT, of the whole Redis. */
  patterns: number;
  /** There are more channels than web lists. */
  more: boolean;
};

export async function readChannels(): Promise<Answer<Channels>> {
  const answer = await callInSession("GET", "/channels", { timeoutMs: 5_000 });
  return answer.ok ? { ok: true, value: parseChannels(answer.value) } : answer;
}

export function parseChannels(body: unknown): Channels {
  const fields = fieldsOf(body);
  const rows = listOf(fields.items).map((item): [string | undefined, number] => {
    const { channel, subscribers } = fieldsOf(item);
    return [textOf(channel), numberOf(subscribers) ?? 0];
  });
  return {
    subscribers: new Map(rows.filter((row): row is [string, number] => row[0] !== undefined)),
    patterns: numberOf(fields.patterns) ?? 0,
    more: fields.more === true,
  };
}

/** Publishes JSON text as it is. The value is how many subscribers Redis handed it to. */
export async function publishToChannel(channel: string, json: string): Promise<Answer<number>> {
  const answer = await callInSession("POST", `/channels/${encodeURIComponent(channel)}`, { json });
  return answer.ok ? { ok: true, value: numberOf(fieldsOf(answer.value).receivers) ?? 0 } : answer;
}
