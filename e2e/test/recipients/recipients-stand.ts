import { afterAll, beforeAll, expect } from "vitest";
import { type People, peopleOf, type UserId } from "../../src/people.ts";
import { postJson, type Stack, type StackOptions, startStack } from "../../src/stack.ts";
import { followEvents, type ToldEvents } from "../../src/told-events.ts";

export type RecipientsStand = {
  readonly stack: Stack;
  readonly people: People;
  /** From the start of web on. */
  readonly events: ToldEvents;
  /** Publishes one after the other by the queue, which no bot needs to hear; answers their ids. */
  readonly publish: (userId: UserId, texts: readonly string[], options?: object) => Promise<string[]>;
  /** What came into a chat of the texts that begin with `word`; the bot's own words do not. */
  readonly arrived: (chatId: number, word: string) => string[];
  /** What web answers to a GET. */
  readonly read: (path: string) => Promise<Record<string, unknown>>;
  /** How many notifications are in each state. */
  readonly states: () => Promise<Record<string, number>>;
};

/** One stack of two bots for a file of tests, with an app that follows the events. */
export function useRecipients(options: StackOptions = {}): RecipientsStand {
  const stand = {} as { -readonly [Name in keyof RecipientsStand]: RecipientsStand[Name] };
  beforeAll(async () => {
    stand.stack = await startStack({ bots: 2, ...options });
    stand.people = peopleOf(stand.stack);
    stand.events = await followEvents(stand.stack.webUrl);
  });
  afterAll(async () => {
    await stand.events.leave();
    await stand.stack.stop();
  });
  stand.publish = async (userId, texts, more = {}) => {
    const ids: string[] = [];
    for (const message of texts) {
      const body = { user_id: userId, message, via: "queue", ...more };
      const answer = await postJson(`${stand.stack.webUrl}/notifications`, body);
      expect(answer.status, JSON.stringify(answer.body)).toBe(202);
      ids.push(String(answer.body.id));
    }
    return ids;
  };
  stand.arrived = (chatId, word) =>
    stand.stack.received(chatId).filter((text) => text.startsWith(`${word} `));
  stand.read = async (path) =>
    (await (await fetch(`${stand.stack.webUrl}${path}`)).json()) as Record<string, unknown>;
  stand.states = async () => (await stand.read("/stats")).states as Record<string, number>;
  return stand;
}

/** Such as `first 1`, `first 2`. */
export function numbered(word: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);
}
