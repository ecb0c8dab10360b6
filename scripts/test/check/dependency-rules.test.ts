import { expect, it } from "vitest";
import { dependencyProblems } from "../../check/dependency-rules.mjs";

const problemsOf = (path: string, specifier: string) =>
  dependencyProblems([{ path, text: `import "${specifier}";` }]);

it.each([
  ["apps/web/src/http/server.ts", "express"],
  ["apps/web/src/service.ts", "@bellwire/messaging"],
  ["apps/web/src/service.ts", "./http/server.ts"],
  ["apps/bot/src/telegram/client.ts", "telegraf"],
  ["packages/messaging/src/redis-link.ts", "ioredis"],
  ["packages/testkit/src/redis.ts", "ioredis"],
  ["packages/messaging/test/lease.test.ts", "@bellwire/testkit"],
  ["packages/sandbox/test/telegraf.test.ts", "telegraf"],
  ["e2e/test/malformed.test.ts", "../../packages/schema/test/malformed.ts"],
  ["e2e/src/stack.ts", "@bellwire/sandbox"],
  ["scripts/start.mjs", "@bellwire/sandbox"],
  ["apps/web/src/main.ts", "node:fs"],
])("%s may import %s", (path, specifier) => {
  expect(problemsOf(path, specifier)).toEqual([]);
});

it.each([
  ["apps/web/src/publishing/publish.ts", "express"],
  ["apps/bot/src/worker/sender.ts", "telegraf"],
  ["apps/web/src/http/server.ts", "ioredis"],
  ["apps/web/src/service.ts", "@bellwire/testkit"],
  ["apps/bot/src/service.ts", "@bellwire/sandbox"],
  ["apps/bot/src/service.ts", "@bellwire/web"],
  ["apps/bot/src/service.ts", "../../web/src/config.ts"],
  ["apps/bot/test/service.test.ts", "../../web/src/config.ts"],
  ["apps/web/src/service.ts", "../test/running-web.ts"],
  ["packages/messaging/src/index.ts", "@bellwire/schema"],
  ["packages/schema/src/index.ts", "@bellwire/runtime"],
  ["packages/sandbox/src/index.ts", "telegraf"],
  ["apps/web/console/src/page.tsx", "@bellwire/messaging"],
  ["scripts/check.mjs", "../apps/web/src/config.ts"],
])("%s may not import %s", (path, specifier) => {
  expect(problemsOf(path, specifier)).toHaveLength(1);
});
