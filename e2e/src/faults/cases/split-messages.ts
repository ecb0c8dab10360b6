import { randomBytes } from "node:crypto";
import { postJson, type Stack } from "../../stack.ts";
import type { CaseReport, FaultCase } from "../case.ts";
import { type Bench, onStack } from "../on-stack.ts";
import { chatIds } from "../scene.ts";
import { waitUntilIdle } from "../settle.ts";

const CHATS = 10;
const PER_CHAT = 8;
const LINES = 150;
const KILLS = 2;

/** About 11,000 characters, three parts; every line says where it belongs. */
function longText(word: string, number: number): string {
  return Array.from({ length: LINES }, (_, line) => `${word} ${number}.${line} ${"x".repeat(55)}`).join("\n");
}

async function publishAll(stack: Stack, word: string, chats: readonly number[]): Promise<void> {
  for (let number = 0; number < PER_CHAT; number += 1) {
    const batch = chats.map((chat) => ({ user_id: chat, message: longText(word, number), via: "stream" }));
    const { status } = await postJson(`${stack.webUrl}/notifications/batch`, batch);
    if (status !== 202) throw new Error(`the batch was answered with ${status}`);
  }
}

/** Kills a bot in the middle of its work, and loses some answers: parts may come twice, none may be missing. */
async function harm({ stack, figure }: Bench): Promise<number> {
  const lost = 5;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const index = kill % stack.bots.length;
    stack.bots[index]?.kill("SIGKILL");
    await stack.bots[index]?.exited;
    await stack.startBot(index);
    await stack.ready();
  }
  stack.sandbox.clearFaults();
  stack.sandbox.addFault({ kind: "reset_after", count: lost });
  figure("kills, lost answers", `${KILLS}, ${lost}`);
  return KILLS * CHATS + lost;
}

/** The parts of a chat without the copies; and how many copies there were. */
function withoutCopies(parts: readonly string[]): { parts: string[]; copies: number } {
  const once = [...new Set(parts)];
  return { parts: once, copies: parts.length - once.length };
}

export const splitMessages: FaultCase = {
  name: "split-messages",
  what: "long messages in parts, bots killed between them: every part arrives, in its place, nothing in between",
  short: false,
  run: async (context): Promise<CaseReport> => {
    const word = `text${randomBytes(4).toString("hex")}`;
    return await onStack(context, { bots: 2, sandbox: { messagesPerChat: 1000 } }, word, async (bench) => {
      const { stack, figure, broken } = bench;
      const chats = chatIds(CHATS);
      stack.sandbox.addFault({ kind: "delay", delay_ms: 200 });
      await publishAll(stack, word, chats);
      const allowed = await harm(bench);
      const idle = await waitUntilIdle(stack, () => [], 60_000);
      if (idle !== undefined) broken(idle);
      const expected = Array.from({ length: PER_CHAT }, (_, number) => longText(word, number)).join("\n");
      let copies = 0;
      for (const chat of chats) {
        const received = withoutCopies(stack.received(chat));
        copies += received.copies;
        if (received.parts.join("\n") !== expected)
          broken(`the parts in chat ${chat} do not make the messages`);
      }
      figure("parts that came twice", `${copies} of ${allowed} allowed`);
      if (copies > allowed) broken(`${copies} parts came twice, where ${allowed} are allowed`);
    });
  },
};
