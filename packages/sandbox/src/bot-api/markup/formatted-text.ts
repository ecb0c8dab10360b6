import type { Entity } from "../../model/types.ts";

export interface FormattedText {
  text: string;
  entities: Entity[];
}

/** What is wrong with markup, in Telegram's words. Thrown inside a parser only, and turned into a value where it is entered. */
export class MarkupError extends Error {
  override readonly name = "MarkupError";
}

/** Telegram names places in markup by bytes of UTF-8. */
export function byteOffset(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, index));
}

/** Outer before inner, as Telegram lists them. */
export function inOrder(entities: Entity[]): Entity[] {
  return entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
}

/** The entity a link becomes: a mention by id, a link, or nothing where the address is none. */
export function linkEntity(address: string, offset: number, length: number): Entity | undefined {
  const userId = /^tg:\/\/user\?id=([1-9]\d{0,15})$/.exec(address)?.[1];
  if (userId !== undefined) {
    const id = Number(userId);
    return { type: "text_mention", offset, length, user: { id, is_bot: false, first_name: `Person ${id}` } };
  }
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(withScheme)) return undefined;
  const url = new URL(withScheme);
  const isLink = ["http:", "https:", "tg:", "ton:", "tonsite:"].includes(url.protocol);
  // A word without a dot is no host anybody can open.
  if (!isLink || (url.protocol.startsWith("http") && !url.hostname.includes("."))) return undefined;
  return { type: "text_link", offset, length, url: url.href };
}
