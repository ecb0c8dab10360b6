import { expect, it } from "vitest";
import { LANGUAGES, textsFor } from "../../src/chat/texts.ts";

const [english, german] = LANGUAGES.map(({ texts }) => texts);

it.each(["de", "de-AT", "DE", "de_ch"])("speaks German to %s", (language) => {
  expect(textsFor(language)).toBe(german);
});

it.each(["en", "fr", "den", "", undefined])("speaks English to %s", (language) => {
  expect(textsFor(language)).toBe(english);
});

it("lists the same commands in every language, as Telegram takes them", () => {
  for (const { texts } of LANGUAGES) {
    expect(Object.keys(texts.commands)).toEqual(Object.keys(english?.commands ?? {}));
    for (const [command, description] of Object.entries(texts.commands)) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
      expect(description.length).toBeGreaterThan(2);
      expect(description.length).toBeLessThanOrEqual(256);
    }
  }
});
