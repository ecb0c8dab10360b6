import { expect, it } from "vitest";
import { parseChannels } from "../../src/api/channels.ts";
import { figureRows } from "../../src/live/figure-rows.ts";

const COUNTS = { published: 3, delivered: 6, received: 3, fannedOut: 6 };

it("has a row for each channel that Redis or web knows, by name", () => {
  const channels = parseChannels({
    items: [{ channel: "orders:new", subscribers: 2 }],
    patterns: 1,
    more: false,
  });
  const rows = figureRows(channels, new Map([["notifications:a", COUNTS]]));
  expect(rows).toEqual([
    { channel: "notifications:a", subscribers: undefined, ...COUNTS },
    { channel: "orders:new", subscribers: 2, published: 0, delivered: 0, received: 0, fannedOut: 0 },
  ]);
});

it("joins what both know, and has no rows while nothing is known", () => {
  const channels = parseChannels({ items: [{ channel: "a", subscribers: 1 }] });
  expect(figureRows(channels, new Map([["a", COUNTS]]))).toEqual([
    { channel: "a", subscribers: 1, ...COUNTS },
  ]);
  expect(figureRows(undefined, undefined)).toEqual([]);
});

it("makes something of any answer", () => {
  expect(parseChannels("nonsense")).toEqual({ subscribers: new Map(), patterns: 0, more: false });
  expect(parseChannels({ items: [7, {}, { channel: "a" }], patterns: "2" }).subscribers).toEqual(
    new Map([["a", 0]]),
  );
});
