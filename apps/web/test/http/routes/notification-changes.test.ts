import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, publish, startWeb } from "../../running-web.ts";
import { type Ending, SENT, type StandInBot, startStandInBot } from "../../stand-in-bot.ts";

const INTENT = { "x-bellwire": "1" };
const FAILED: Ending = { kind: "failed", reason: "refused" };
const UNKNOWN: Ending = { kind: "retry", reason: "timeout", delayMs: 0, counted: true, unknown: true };
let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;
let users = 100;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await startStandInBot(redis);
});
afterAll(async () => {
  bot.stop();
  await web.stop();
  await redis.stop();
});

async function publishAs(id: string, options: object = {}): Promise<void> {
  users += 1;
  expect((await publish(web.port, { user_id: users, message: "hi", id, ...options })).status).toBe(202);
}

function change(method: string, path: string, headers: Record<string, string> = INTENT) {
  return ask(web.port, { method, path: `/notifications/${path}`, headers });
}

async function stateOf(id: string): Promise<unknown> {
  return ((await ask(web.port, { path: `/notifications/${id}` })).json() as { state: string }).state;
}

describe("DELETE /notifications/{id}", () => {
  it("cancels what is not sent, once", async () => {
    await publishAs("cancelled");
    const answer = await change("DELETE", "cancelled");
    expect([answer.status, answer.json()]).toEqual([
      200,
      { id: "cancelled", state: "cancelled", parts_sent: 0 },
    ]);
    const again = await change("DELETE", "cancelled");
    expect([again.status, again.json()]).toMatchObject([409, { code: "already_ended", id: "cancelled" }]);
    await bot.admit();
    expect(await stateOf("cancelled")).toBe("cancelled");
  });

  it("refuses while an attempt is under way, and between two parts says how many were sent", async () => {
    await publishAs("split");
    const taken = await bot.begin("split");
    expect((await change("DELETE", "split")).json()).toMatchObject({ status: 409, code: "in_flight" });
    await bot.end(taken, { ...SENT, parts: 3 } as Ending);
    expect((await change("DELETE", "split")).json()).toEqual({
      id: "split",
      state: "cancelled",
      parts_sent: 1,
    });
  });

  it("says what has ended already, and what there never was", async () => {
    await publishAs("sent");
    await bot.deliver("sent", SENT);
    expect((await change("DELETE", "sent")).json()).toMatchObject({
      code: "already_ended",
      detail: expect.stringContaining("sent"),
    });
    for (const id of ["nobody", "a%20b"]) expect((await change("DELETE", id)).status).toBe(404);
  });
});

describe("POST /notifications/{id}/resend and /confirm", () => {
  it("sends again what failed", async () => {
    await publishAs("failed");
    await bot.deliver("failed", FAILED);
    const answer = await change("POST", "failed/resend");
    expect([answer.status, answer.json()]).toEqual([200, { id: "failed", state: "queued" }]);
    await bot.deliver("failed", SENT);
    expect(await stateOf("failed")).toBe("sent");
  });

  it("decides about what is held", async () => {
    for (const id of ["again", "enough"]) {
      await publishAs(id, { on_unknown: "hold" });
      await bot.deliver(id, UNKNOWN);
      expect(await stateOf(id)).toBe("held");
    }
    expect((await change("POST", "again/resend")).json()).toEqual({ id: "again", state: "queued" });
    expect((await change("POST", "enough/confirm")).json()).toEqual({ id: "enough", state: "sent" });
    await bot.deliver("again", SENT);
  });

  it.each(["resend", "confirm"])("%s refuses what it is not for, and what there is not", async (verb) => {
    const id = `wrong-${verb}`;
    await publishAs(id);
    const answer = await change("POST", `${id}/${verb}`);
    expect([answer.status, answer.json()]).toMatchObject([
      409,
      { code: "wrong_state", id, detail: expect.stringContaining("accepted") },
    ]);
    expect((await change("POST", `nobody/${verb}`)).status).toBe(404);
    await bot.deliver(id, SENT);
  });
});

describe("changes without a body", () => {
  it.each([
    ["DELETE", "any"],
    ["POST", "any/resend"],
    ["POST", "any/confirm"],
  ])("%s %s needs a header that no foreign page can send", async (method, path) => {
    const answer = await change(method, path, {});
    expect([answer.status, answer.json()]).toMatchObject([403, { code: "header_required" }]);
    expect((await change(method, path, { "content-type": "application/json" })).status).toBe(404);
  });
});
