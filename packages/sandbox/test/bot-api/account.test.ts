import { afterAll, beforeAll, expect, it } from "vitest";
import { SANDBOX_TOKEN, type Sandbox, startSandbox } from "../../src/index.ts";
import { call } from "../bot-client.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

it("says who the bot is", async () => {
  expect((await call(sandbox, "getMe")).result).toMatchObject({
    id: Number.parseInt(SANDBOX_TOKEN, 10),
    is_bot: true,
    username: "bellwire_sandbox_bot",
  });
});

it("knows every chat, and tells groups from supergroups", async () => {
  expect((await call(sandbox, "getChat", { chat_id: 42 })).result).toMatchObject({ id: 42, type: "private" });
  expect((await call(sandbox, "getChat", { chat_id: -42 })).result).toMatchObject({ id: -42, type: "group" });
  const supergroup = -1_000_000_000_042;
  expect((await call(sandbox, "getChat", { chat_id: supergroup })).result).toMatchObject({
    type: "supergroup",
  });
  expect(await call(sandbox, "getChat", { chat_id: "@x" })).toMatchObject({
    description: "Bad Request: chat not found",
  });
});

it("keeps commands per scope, and refuses bad ones", async () => {
  const commands = [{ command: "/start", description: "begin" }];
  const scope = { type: "chat", chat_id: 1 };
  expect((await call(sandbox, "setMyCommands", { commands: JSON.stringify(commands) })).result).toBe(true);
  expect((await call(sandbox, "getMyCommands")).result).toEqual([{ command: "start", description: "begin" }]);
  expect((await call(sandbox, "getMyCommands", { scope })).result).toEqual([]);
  expect(await call(sandbox, "setMyCommands", { commands: "x" })).toMatchObject({ status: 400 });
  const bad = [{ command: "no spaces", description: "x" }];
  expect(await call(sandbox, "setMyCommands", { commands: bad })).toMatchObject({
    description: "Bad Request: BOT_COMMAND_INVALID",
  });
  expect((await call(sandbox, "deleteMyCommands")).result).toBe(true);
  expect((await call(sandbox, "getMyCommands")).result).toEqual([]);
});
