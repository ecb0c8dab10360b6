import { userIdFault } from "../api/user-id.ts";
import type { ThemeChoice } from "../theme/theme.ts";
import type { Params } from "./route.ts";

/** One line of the palette, and what choosing it does. */
export type PaletteItem = {
  title: string;
  hint: string;
  does: { view: string; params?: Params } | { theme: ThemeChoice };
};

type ViewLine = { id: string; title: string; hint: string };

/** What lies a step deeper than a view. */
const PLACES: readonly PaletteItem[] = [
  {
    title: "Dead letters",
    hint: "Messages that were given up",
    does: { view: "messages", params: { tab: "dead" } },
  },
  {
    title: "Quarantine",
    hint: "What came malformed, and why",
    does: { view: "messages", params: { tab: "quarantine" } },
  },
];

const THEMES: readonly PaletteItem[] = [
  { title: "Light theme", hint: "Bright colours", does: { theme: "light" } },
  { title: "Dark theme", hint: "Dim colours", does: { theme: "dark" } },
  {
    title: "Theme as the system",
    hint: "Light by day, dark by night, as it is set there",
    does: { theme: "system" },
  },
];

/** What an id of a notification may consist of. */
const ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** What the palette offers for what was typed: views and actions whose words match, then the messages. */
export function paletteItems(typed: string, views: readonly ViewLine[]): PaletteItem[] {
  const text = typed.trim();
  const lines = views.map(({ id, title, hint }) => ({ title, hint, does: { view: id } }));
  const known = [...lines, ...PLACES, ...THEMES].filter((item) => matches(item, text));
  return [...known, ...(text === "" ? [] : messageItems(text))];
}

function messageItems(text: string): PaletteItem[] {
  const find = {
    title: `Find “${text}”`,
    hint: "Messages by their text",
    does: { view: "messages", params: { q: text } },
  };
  const open = {
    title: `Open message ${text}`,
    hint: "By its id",
    does: { view: "messages", params: { id: text } },
  };
  if (/^-?\d{1,16}$/.test(text)) return [messagesOfUser(text), recipient(text), find, open];
  const person = userIdFault(text) === undefined && !/\s/.test(text) ? [recipient(text)] : [];
  if (!ID.test(text)) return [find, ...person];
  return looksLikeId(text) ? [open, ...person, find] : [find, ...person, open];
}

function recipient(id: string): PaletteItem {
  return {
    title: `Recipient ${id}`,
    hint: "A person by your own id: chats and links",
    does: { view: "recipients", params: { id } },
  };
}

function messagesOfUser(userId: string): PaletteItem {
  return {
    title: `Messages of user ${userId}`,
    hint: "All that went to this person",
    does: { view: "messages", params: { user_id: userId } },
  };
}

/** A word may be an id, but who types one rather looks for it in the texts. */
function looksLikeId(text: string): boolean {
  return text.length >= 8 && /\d/.test(text) && /\D/.test(text);
}

/** Every word that was typed begins a word of the item. */
function matches({ title, hint }: PaletteItem, text: string): boolean {
  const words = `${title} ${hint}`.toLowerCase().split(/\W+/);
  const asked = text.toLowerCase().split(/\s+/);
  return asked.every((part) => words.some((word) => word.startsWith(part)));
}
