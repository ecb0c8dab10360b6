import { describe, expect, it } from "vitest";
import { parseHtml } from "../../../src/bot-api/markup/html.ts";

describe("parseHtml", () => {
  it.each([
    ["plain", "plain", []],
    ["a &lt;b&gt; &amp; &quot;c&quot; &#65;&#x42; &nbsp; & &x", 'a <b> & "c" AB &nbsp; & &x', []],
    ["<b>x</b>", "x", [{ type: "bold", offset: 0, length: 1 }]],
    ["<B>x</>", "x", [{ type: "bold", offset: 0, length: 1 }]],
    ["😀 <em>x</em >", "😀 x", [{ type: "italic", offset: 3, length: 1 }]],
    [
      "<b>a<i>b</i></b>",
      "ab",
      [
        { type: "bold", offset: 0, length: 2 },
        { type: "italic", offset: 1, length: 1 },
      ],
    ],
    ["<b></b>x", "x", []],
    [
      '<a href="https://example.org/?a=1&amp;b=2">x</a>',
      "x",
      [{ type: "text_link", offset: 0, length: 1, url: "https://example.org/?a=1&b=2" }],
    ],
    [
      "<a>example.org</a>",
      "example.org",
      [{ type: "text_link", offset: 0, length: 11, url: "http://example.org/" }],
    ],
    ["<a href='javascript:alert(1)'>x</a>", "x", []],
    [
      '<a href="tg://user?id=42">x</a>',
      "x",
      [
        {
          type: "text_mention",
          offset: 0,
          length: 1,
          user: { id: 42, is_bot: false, first_name: "Person 42" },
        },
      ],
    ],
    [
      '<pre><code class="language-ts">x</code></pre>',
      "x",
      [{ type: "pre", offset: 0, length: 1, language: "ts" }],
    ],
    ['<span class="tg-spoiler">x</span>', "x", [{ type: "spoiler", offset: 0, length: 1 }]],
    ["<blockquote expandable>x</blockquote>", "x", [{ type: "expandable_blockquote", offset: 0, length: 1 }]],
    [
      '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
      "👍",
      [{ type: "custom_emoji", offset: 0, length: 2, custom_emoji_id: "5368324170671202286" }],
    ],
  ])("reads %s", (source, text, entities) => {
    expect(parseHtml(source)).toEqual({ text, entities });
  });

  it.each([
    ["a < b", 'Unsupported start tag "" at byte offset 2'],
    ["é<div>x</div>", 'Unsupported start tag "div" at byte offset 2'],
    ["<b", "Unclosed start tag at byte offset 0"],
    ["<a href", "Unclosed start tag at byte offset 0"],
    ['<a href="x', "Unclosed start tag at byte offset 3"],
    ["<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 3'],
    ["<a href>y</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 3'],
    ["x</b>", "Unexpected end tag at byte offset 1"],
    ["<b>x</b", "Unclosed end tag at byte offset 4"],
    ["<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ["<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b" at byte offset 0'],
    ["<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])("refuses %s", (source, words) => {
    expect(() => parseHtml(source)).toThrow(words);
  });
});
