import { createHash } from "node:crypto";
import type { ChatView } from "@bellwire/messaging";

/** A button under a message of the bot, as Telegram names its parts. */
export type TapButton = { text: string; callback_data: string };

/** Rows of buttons. */
export type Keyboard = TapButton[][];

/** Categories in one message; Telegram takes 100 buttons. */
export const CATEGORIES_SHOWN = 50;
const PER_ROW = 2;

/** A button carries 64 bytes at most; categories are of ASCII, and a longer one is known by its hash. */
const NAME_MAX = 60;

/**
 * One button a category, those that are in use and those that the chat has turned off. A button says what a tap asks for,
 * not that it changes something: a tap that comes twice, or two quick ones, do the same as one.
 */
export function categoryKeyboard(
  inUse: readonly string[],
  { categoriesOff }: Pick<ChatView, "categoriesOff">,
): Keyboard {
  const buttons = allCategories(inUse, categoriesOff).map((category) => {
    const isOff = categoriesOff.includes(category);
    return { text: `${isOff ? "🔕" : "🔔"} ${category}`, callback_data: dataOf(category, isOff) };
  });
  const rows: Keyboard = [];
  for (let start = 0; start < buttons.length; start += PER_ROW)
    rows.push(buttons.slice(start, start + PER_ROW));
  return rows;
}

/** What a tap asks for; undefined where the category is not known any more, or the button none of ours. */
export function readTap(
  data: string,
  inUse: readonly string[],
  { categoriesOff }: Pick<ChatView, "categoriesOff">,
): { category: string; isWanted: boolean } | undefined {
  for (const category of allCategories(inUse, categoriesOff)) {
    for (const isWanted of [true, false])
      if (dataOf(category, isWanted) === data) return { category, isWanted };
  }
  return undefined;
}

/** In the order of the alphabet: a button must not move under the finger. */
function allCategories(inUse: readonly string[], off: readonly string[]): string[] {
  const all = [...new Set([...off, ...inUse])].slice(0, CATEGORIES_SHOWN);
  return all.sort((one, other) => (one < other ? -1 : 1));
}

function dataOf(category: string, isWanted: boolean): string {
  const name =
    category.length > NAME_MAX ? createHash("sha256").update(category).digest("base64url") : category;
  return `${isWanted ? "on" : "off"}:${name}`;
}
