import { expect, it } from "vitest";
import { paletteItems } from "../../src/shell/palette-items.ts";

const VIEWS = [
  { id: "publish", title: "Publish", hint: "Send a message and see it arrive" },
  { id: "messages", title: "Messages", hint: "What became of each message" },
  { id: "numbers", title: "Numbers", hint: "Rates, depth and latency" },
];

const titles = (typed: string) => paletteItems(typed, VIEWS).map(({ title }) => title);

it("offers all views and themes while nothing is typed", () => {
  expect(titles(" ")).toEqual([
    "Publish",
    "Messages",
    "Numbers",
    "Dead letters",
    "Quarantine",
    "Light theme",
    "Dark theme",
    "Theme as the system",
  ]);
});

it("finds a view by the beginning of a word of its title or hint, and then offers the messages", () => {
  expect(titles("mess")).toEqual([
    "Publish",
    "Messages",
    "Dead letters",
    "Find “mess”",
    "Recipient mess",
    "Open message mess",
  ]);
  expect(titles("DEPTH num")[0]).toBe("Numbers");
  expect(titles("dark")[0]).toBe("Dark theme");
});

it("opens what looks like an id, takes a number for a user, and finds the rest", () => {
  expect(titles("order-1234")[0]).toBe("Open message order-1234");
  expect(titles("-42")).toEqual(["Messages of user -42", "Recipient -42", "Find “-42”", "Open message -42"]);
  expect(titles("on its way?")).toEqual(["Find “on its way?”"]);
});

it("hands what was typed to the messages view", () => {
  const [open, person, find] = paletteItems(" order-1234 ", VIEWS);
  expect(open?.does).toEqual({ view: "messages", params: { id: "order-1234" } });
  expect(person?.does).toEqual({ view: "recipients", params: { id: "order-1234" } });
  expect(find?.does).toEqual({ view: "messages", params: { q: "order-1234" } });
});
