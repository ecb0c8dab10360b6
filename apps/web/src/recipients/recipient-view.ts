import type { ChatView, Recipient } from "@bellwire/messaging";
import {
  type QuietHours,
  type RecipientChat,
  type RecipientState,
  type RecipientView,
  userIdOf,
} from "@bellwire/schema";

/** What the interface shows of a recipient. */
export function toRecipientView(recipient: Recipient): RecipientView {
  const { userId, createdMs, linkedMs, chats, parked } = recipient;
  return {
    user_id: userIdOf(userId),
    state: stateOf(recipient),
    created_at: new Date(createdMs).toISOString(),
    linked_at: momentOf(linkedMs),
    parked,
    chats: chats.map(toChatView),
  };
}

function stateOf({ suspendedMs, chats }: Recipient): RecipientState {
  if (suspendedMs !== undefined) return "suspended";
  if (chats.length === 0) return "pending";
  return chats.some(({ state }) => state === "reachable") ? "linked" : "unreachable";
}

function toChatView(chat: ChatView): RecipientChat {
  return {
    chat_id: Number(chat.id),
    kind: chat.kind,
    name: chat.name ?? null,
    language: chat.language ?? null,
    state: chat.state,
    linked_at: momentOf(chat.linkedMs),
    muted_until: momentOf(chat.mutedUntilMs),
    quiet_hours: chat.quiet === undefined ? null : toQuietHours(chat.quiet),
    categories_off: chat.categoriesOff,
    waiting: chat.waiting,
    parked: chat.parked,
  };
}

function toQuietHours({ fromMinute, toMinute, zone }: NonNullable<ChatView["quiet"]>): QuietHours {
  return { from: clockOf(fromMinute), to: clockOf(toMinute), time_zone: zone };
}

function clockOf(minute: number): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function momentOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
