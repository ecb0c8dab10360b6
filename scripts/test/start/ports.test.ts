import { createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { checkPorts, freePort } from "../../start/ports.mjs";

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const web = (port: number) => ({ part: "web", variable: "PORT", host: "127.0.0.1", port });
const bot = (port: number) => ({ part: "bot", variable: "BOT_PORT", host: "127.0.0.1", port });

it("is content with free ports", async () => {
  await expect(checkPorts([web(await freePort("127.0.0.1", 0)), bot(0)])).resolves.toBeUndefined();
});

it("names the port, the part, the variable, and a port that is free", async () => {
  const taken = await takenPort();
  const failure: unknown = await checkPorts([web(taken), bot(0)]).catch((error: unknown) => error);
  const message = failure instanceof Error ? failure.message : "";
  expect(message).toContain(`Port ${taken} of web is taken by another program`);
  const proposed = /PORT=(\d+) npm start/.exec(message)?.[1];
  await expect(checkPorts([web(Number(proposed))])).resolves.toBeUndefined();
});

it("names every port that is taken", async () => {
  await expect(checkPorts([web(await takenPort()), bot(await takenPort())])).rejects.toThrow(
    /of web[\s\S]*of bot/,
  );
});

it("refuses one port for two parts", async () => {
  const port = await freePort("127.0.0.1", 0);
  await expect(checkPorts([web(port), bot(port)])).rejects.toThrow(/of bot is also the port of web/);
});

it("refuses an address that this machine does not have", async () => {
  await expect(checkPorts([{ ...web(3000), host: "192.0.2.1" }])).rejects.toThrow(/no address 192\.0\.2\.1/);
});
