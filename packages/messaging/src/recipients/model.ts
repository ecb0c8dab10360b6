export type ChatKind = "private" | "group" | "channel";

/** What Telegram says of a chat. */
export type ChatFacts = {
  id: string;
  kind: ChatKind;
  name?: string;
  /** IETF tag of the language that the person's Telegram speaks. */
  language?: string;
};

/** A chat as it stands now. One that nobody linked and that said nothing has defaults, and no name. */
export type ChatView = ChatFacts & {
  /** User ids of the app that this chat is linked to, in the order they were linked. */
  users: string[];
  /** When it was last linked (Unix time). */
  linkedMs?: number;
  /** `reachable`, or why nobody can be reached there: Telegram's reasons, `stopped` or `suspended`. */
  state: string;
  /** Until then only urgent notifications come (Unix time); absent where that is over. */
  mutedUntilMs?: number;
  quiet?: QuietHours;
  /** The time zone last told, also while there are no quiet hours. */
  zone?: string;
  categoriesOff: string[];
  /** How many notifications wait there, and how many are parked. */
  waiting: number;
  parked: number;
};

/** From and to in minutes of the local day; `to` may be smaller, then they last over midnight. */
export type QuietHours = { fromMinute: number; toMinute: number; zone: string };

/** A person as the app knows it. */
export type Recipient = {
  userId: string;
  createdMs: number;
  /** Of its last link. */
  linkedMs?: number;
  /** Since when an operator suspends it. */
  suspendedMs?: number;
  /** In the order they were linked. */
  chats: ChatView[];
  /** How many notifications wait until a chat is linked. */
  parked: number;
};

/** `cursor`, the `after` of the next page, is absent on the last one. */
export type RecipientPage = { items: Recipient[]; cursor?: string };

/** What is absent stays as it is; null takes it away. */
export type Preferences = {
  mutedUntilMs?: number | null;
  /** `offsetMinutes`: of the zone from UTC, as it is until `offsetUntilMs` (Infinity: for ever). */
  quiet?: (QuietHours & { offsetMinutes: number; offsetUntilMs: number }) | null;
  /** Whether notifications of a category are wanted. */
  categories?: Readonly<Record<string, boolean>>;
  language?: string;
};
