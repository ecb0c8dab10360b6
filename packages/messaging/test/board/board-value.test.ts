import { describe, expect, it } from "vitest";
import { readBoardChange, readBoardValue } from "../../src/board/board-value.ts";

describe("readBoardChange", () => {
  it("reads what our scripts write, and gives the value as it is", () => {
    const content = '{"revision":17,"at_ms":5,"expires_at_ms":6,"value":{"a": "}" }}';
    const value = { board: "b", value: '{"a": "}" }', revision: 17, atMs: 5, expiresAtMs: 6 };
    expect(readBoardChange("b", content)).toEqual({ kind: "put", value });
    expect(readBoardValue("b", content)).toEqual(value);
    const removed = '{"revision":18,"at_ms":5,"removed":true}';
    expect(readBoardChange("b", removed)).toEqual({ kind: "removed", board: "b", revision: 18 });
    expect(readBoardValue("b", removed)).toBeUndefined();
    expect(readBoardValue("b", null)).toBeUndefined();
  });

  it.each([
    "",
    "1",
    "{}",
    '{"revision":"1"}',
    ' {"revision":1,"at_ms":5,"removed":true}',
    "{".repeat(100_000),
  ])("reads nothing from what others wrote: %.40s", (content) =>
    expect(readBoardChange("b", content)).toBeUndefined(),
  );
});
