import type { RecipientEvent } from "../feed/index.ts";
import type { Mood } from "../health/health-words.ts";

type StateWords = { mood: Mood; words: string };

const STATES: Readonly<Record<string, StateWords>> = {
  pending: { mood: "unknown", words: "No chat yet: what is sent waits, parked, until a link is opened." },
  linked: { mood: "ok", words: "Messages go to every linked chat." },
  unreachable: {
    mood: "fail",
    words: "Blocked, stopped or gone: what is sent waits, parked, for up to a week.",
  },
  suspended: { mood: "warn", words: "Suspended by hand: nothing goes out until somebody resumes it." },
};

/** What a recipient's state means. */
export function recipientState(state: string): StateWords {
  return STATES[state] ?? { mood: "unknown", words: "A state that this page does not know." };
}

const EVENTS: Readonly<Record<string, string>> = {
  linked: "opened a link",
  unlinked: "lost a chat",
  suspended: "cannot be reached any more",
  returned: "came back",
  replied: "wrote",
  preferences: "changed what is wanted",
};

/** What the event tells of the person, without what was written. */
export function eventWords({ event }: RecipientEvent): string {
  return EVENTS[event] ?? event;
}
