import { EventLog } from "../../src/events/event-log.ts";
import { isDeliveryEvent } from "../../src/events/recipient-event.ts";
import { Chats } from "../../src/recipients/chats.ts";
import type { ChatFacts } from "../../src/recipients/model.ts";
import { Recipients } from "../../src/recipients/recipients.ts";
import { openQueue, type Server, sent, work } from "../delivery/queue-fixture.ts";

/** A delivery queue of its own with its recipients and chats. */
export type People = ReturnType<typeof openPeople>;

export const HOUR_MS = 3_600_000;

export function openPeople(server: Server) {
  const queue = openQueue(server);
  const common = { redis: server.link, prefix: queue.prefix };
  const log = new EventLog(server.link, queue.keys.events);
  const recipients = new Recipients(common);
  const people = {
    ...queue,
    recipients,
    chats: new Chats(common),
    /** A token for `user`. */
    token: async (user: string, options: { lifetimeMs?: number; group?: boolean } = {}): Promise<string> => {
      const answer = await recipients.createLink(user, { lifetimeMs: HOUR_MS, ...options });
      if (answer.kind !== "created") throw new Error("there are too many links");
      return answer.token;
    },
    /** Links these chats to `user`, one after the other; those whose ids begin with `-` are groups. */
    link: async (user: string, ...ids: string[]): Promise<void> => {
      for (const id of ids) {
        const group = id.startsWith("-");
        const chat: ChatFacts = { id, kind: group ? "group" : "private" };
        const answer = await recipients.redeem(await people.token(user, { group }), chat);
        if (answer.kind !== "linked") throw new Error(`${user} was not linked: ${answer.kind}`);
      }
    },
    /** Brings notifications of these ids in for `user`, whom only links lead to. */
    notify: async (user: string, ...ids: string[]): Promise<void> => {
      await queue.admit(...ids.map((id) => queue.draft(user, { id, mustBeLinked: true })));
    },
    /** Sends what there is. Resolves with `id to chat`, in order. */
    sendAll: async (): Promise<string[]> => {
      const arrived: string[] = [];
      await work(queue.worker(), (taken) => {
        arrived.push(`${taken.id} to ${taken.lane}`);
        return sent(taken);
      });
      return arrived;
    },
    /** What was told about recipients, as `event user chat`, with the reason where there is one. */
    told: async (): Promise<string[]> => {
      const { events } = await log.after("0-0", 100_000);
      return events.flatMap((event) =>
        isDeliveryEvent(event)
          ? []
          : [[event.event, event.userId, event.chatId, event.reason].filter(Boolean).join(" ")],
      );
    },
    log,
  };
  return people;
}
