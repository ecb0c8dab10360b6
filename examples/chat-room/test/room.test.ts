import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openRoom } from "../room.mjs";

const EACH = 400;

let redis: RedisProcess;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

type Member = ReturnType<typeof join>;

/** Joins, and hears until it has `count` lines. */
function join(count: number) {
  const room = openRoom("test", redis.url);
  const heard: string[] = [];
  const all = (async () => {
    for await (const { name, text } of room.lines()) if (heard.push(`${name} ${text}`) === count) break;
  })();
  return { room, heard, all };
}

it("tells who joins in the middle, and who loses the connection, every line once, in one order", async () => {
  const [ann, ben] = [join(2 * EACH), join(2 * EACH)];
  const talk = async ({ room }: Member, name: string) => {
    for (let at = 0; at < EACH; at += 1) await room.say(name, String(at));
  };
  const talking = Promise.all([talk(ann, "ann"), talk(ben, "ben")]);
  await waitFor(() => ann.heard.length >= EACH / 2);
  const late = join(2 * EACH);
  await waitFor(() => late.heard.length > 0);
  await redis.client().call("CLIENT", "KILL", "TYPE", "pubsub");
  await talking;
  await Promise.all([ann.all, ben.all, late.all]);
  const stored = await redis.client().xrange("chat-room:test", "-", "+");
  const lines = stored.map(([, fields]) => `${fields[1]} ${fields[3]}`);
  expect(lines).toHaveLength(2 * EACH);
  for (const { heard } of [ann, ben, late]) expect(heard).toEqual(lines);
  for (const { room } of [ann, ben, late]) await room.leave();
});

it("runs in a shell: one speaks, one joins later and reads it", async () => {
  const enter = (name: string) => {
    const path = fileURLToPath(new URL("../chat.mjs", import.meta.url));
    const child = spawn(process.execPath, [path, "shell", name, redis.url], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const left = new Promise<number | null>((resolve) => child.once("exit", resolve));
    return {
      say: (text: string) => child.stdin.write(`${text}\n`),
      leave: () => child.stdin.end(),
      left,
      output: () => output,
    };
  };
  const cy = enter("cy");
  cy.say("is anybody there?");
  await waitFor(() => cy.output() === "cy: is anybody there?\n");
  const di = enter("di");
  await waitFor(() => di.output() === "cy: is anybody there?\n");
  di.say("me");
  await waitFor(() => cy.output().endsWith("di: me\n"));
  for (const one of [cy, di]) one.leave();
  expect([await cy.left, await di.left]).toEqual([0, 0]);
});
