import { type RedisTrouble, RedisUnavailableError } from "@bellwire/messaging";
import { expect, it } from "vitest";
import { RedisContact } from "../../src/worker/redis-contact.ts";

function setup() {
  const changes: (RedisTrouble | undefined)[] = [];
  const troubles: RedisTrouble[] = [];
  const noted: string[] = [];
  const contact = new RedisContact({
    steadiness: {
      isSteady: true,
      noteAnswer: () => void noted.push("answer"),
      noteTrouble: () => void noted.push("trouble"),
    },
    onTrouble: (trouble) => troubles.push(trouble),
    onChange: (trouble) => changes.push(trouble),
  });
  const fails = (error: Error) => contact.ask(() => Promise.reject(error));
  return { contact, fails, changes, troubles, noted };
}

it("RedisContact notes each answer and each trouble, and tells of changes only", async () => {
  const { contact, fails, changes, troubles, noted } = setup();
  expect(await contact.ask(async () => 7)).toBe(7);
  await contact.ask(async () => 8);
  await expect(fails(new RedisUnavailableError("timeout", "test"))).rejects.toThrow("timeout");
  await expect(fails(new RedisUnavailableError("timeout", "test"))).rejects.toThrow("timeout");
  await expect(fails(new RedisUnavailableError("full", "test"))).rejects.toThrow("full");
  await contact.ask(async () => 9);
  expect(changes).toEqual([undefined, "timeout", "full", undefined]);
  expect(troubles).toEqual(["timeout", "timeout", "full"]);
  expect(noted).toEqual(["answer", "answer", "trouble", "trouble", "trouble", "answer"]);
});

it("RedisContact takes a bug for none of Redis's troubles", async () => {
  const { fails, changes, noted } = setup();
  await expect(fails(new TypeError("a bug"))).rejects.toThrow(TypeError);
  expect([changes, noted]).toEqual([[], []]);
});
