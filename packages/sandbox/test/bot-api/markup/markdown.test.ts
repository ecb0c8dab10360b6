import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MarkupError } from "../../../src/bot-api/markup/formatted-text.ts";
import { parseHtml } from "../../../src/bot-api/markup/html.ts";
import { parseMarkdownV2 } from "../../../src/bot-api/markup/markdown.ts";

describe("parseMarkdownV2", () => {
  it.each([
    ["plain", "plain", []],
    ["1\\.5 \\- x\\!", "1.5 - x!", []],
    ["*a* _b_ ~c~", "a b c", ["bold 0 1", "italic 2 1", "strikethrough 4 1"]],
    ["__a__ ||b||", "a b", ["underline 0 1", "spoiler 2 1"]],
    ["*a _b_*", "a b", ["bold 0 3", "italic 2 1"]],
    ["`a_b*` ```\nx``` ```ts\ny```", "a_b* x y", ["code 0 4", "pre 5 1", "pre 7 1 ts"]],
    ["`a\\`b`", "a`b", ["code 0 3"]],
    ["[a](https://example.org/\\))", "a", ["text_link 0 1 https://example.org/)"]],
    ["[example\\.org]", "example.org", ["text_link 0 11 http://example.org/"]],
    ["![👍](tg://emoji?id=53)", "👍", ["custom_emoji 0 2"]],
    [">a\n>b\nc", "a\nb\nc", ["blockquote 0 3"]],
    [">a\n>b||", "a\nb", ["expandable_blockquote 0 3"]],
  ])("reads %s", (source, text, entities) => {
    const parsed = parseMarkdownV2(source);
    expect(parsed.text).toBe(text);
    const shown = parsed.entities.map((entity) =>
      [entity.type, entity.offset, entity.length, entity.url ?? entity.language ?? ""].join(" ").trim(),
    );
    expect(shown).toEqual(entities);
  });

  it.each([
    ["a-b", "Character '-' is reserved and must be escaped with the preceding '\\'"],
    ["a.", "Character '.' is reserved"],
    ["a>b", "Character '>' is reserved"],
    ["a|b", "Character '|' is reserved"],
    ["é*a", "Can't find end of Bold entity at byte offset 2"],
    ["_a", "Can't find end of Italic entity at byte offset 0"],
    ["`a", "Can't find end of Code entity at byte offset 0"],
    ["```", "Can't find end of Pre entity at byte offset 0"],
    ["[a](b", "Can't find end of a URL at byte offset 3"],
    ["![a](b)", "Custom emoji URL must have an emoji identifier"],
  ])("refuses %s", (source, words) => {
    expect(() => parseMarkdownV2(source)).toThrow(words);
  });

  it("ends every input with a text whose entities lie inside it, or with a MarkupError, in either language", () => {
    const piece = fc.constantFrom(
      ...Array.from('*_~`|[]()!>\n\\a.<é😀&;/" ='),
      "<b>",
      "</b>",
      "<a href=",
      "</a>",
      "<pre>",
      "```",
      "||",
      "__",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const parse of [parseMarkdownV2, parseHtml]) {
          try {
            const { text, entities } = parse(pieces.join(""));
            for (const { offset, length } of entities) {
              expect(length).toBeGreaterThan(0);
              expect(offset + length).toBeLessThanOrEqual(text.length);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(MarkupError);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
