import { expect, it } from "vitest";
import { readJsonInput } from "../../src/parts/json-input.ts";

it("takes JSON as it was typed, so that long numbers keep their digits", () => {
  expect(readJsonInput(' {"id": 12345678901234567890} \n')).toEqual({
    json: '{"id": 12345678901234567890}',
    isText: false,
  });
});

it.each(["hello", "", "{a:1}", "'x'", 'say "hi"'])("makes a JSON text of %j", (typed) => {
  const { json, isText } = readJsonInput(typed);
  expect(isText).toBe(true);
  expect(JSON.parse(json)).toBe(typed);
});
