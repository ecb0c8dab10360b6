import type { Entity } from "./types.ts";

const command = /(?<![\w/])\/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?/g;

/** Telegram marks commands in what a person writes, and bots find them by that mark. Nothing else is detected here. */
export function commandEntities(text: string): { entities?: Entity[] } {
  const entities: Entity[] = [];
  for (const match of text.matchAll(command)) {
    entities.push({ type: "bot_command", offset: match.index, length: match[0].length });
  }
  return entities.length === 0 ? {} : { entities };
}
