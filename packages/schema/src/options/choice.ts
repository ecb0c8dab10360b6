import { type PlainRule, plainRule } from "./option-rule.ts";

/** An option that is one of some words. */
export function choiceRule<const Word extends string>(
  name: string,
  words: readonly Word[],
): PlainRule<Word> & { words: readonly Word[] } {
  const known: ReadonlySet<unknown> = new Set(words);
  const accepts = (value: unknown): value is Word => known.has(value);
  return { ...plainRule(name, accepts, () => `${name} must be one of: ${words.join(", ")}`), words };
}
