import { expect, it } from "vitest";
import { admissionWords, doorWords } from "../../src/intake/door-words.ts";

it("says what is so at a door and, unless all is well, what to do", () => {
  expect(doorWords.reading("queue", "n:queue")).toEqual({ status: "ok", words: "Reading the list n:queue." });
  expect(doorWords.standingBy("stream", "n:stream").status).toBe("ok");
  const trouble = doorWords.trouble("stream", "n:stream", "no_permission");
  expect(trouble).toMatchObject({ status: "fail", remedy: expect.stringContaining("ACL") });
  expect(trouble.words).toContain("The stream n:stream cannot be read.");
  const wrong = doorWords.wrongType("queue", "n:queue");
  expect(wrong.words).toContain("The key n:queue is no list");
  expect(wrong.remedy).toContain("delete the key");
});

it("warns, and does not fail, where nothing more may come in", () => {
  expect(admissionWords.open.status).toBe("ok");
  expect(admissionWords.queueFull).toMatchObject({
    status: "warn",
    remedy: expect.stringContaining("MAX_QUEUED"),
  });
  expect(admissionWords.redisFull).toMatchObject({
    status: "warn",
    remedy: expect.stringContaining("maxmemory"),
  });
});
