import { Agent, request } from "node:http";
import { waitFor } from "@bellwire/testkit";
import { median, round } from "./measure.ts";
import { startBenchStack } from "./stack.ts";

const CONNECTIONS = 32;

function post(agent: Agent, url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sending = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    sending.on("error", reject);
    sending.end(body);
  });
}

export const http = {
  name: "http",
  what: `POST /notifications over ${CONNECTIONS} connections, until the sandbox has them all`,
  async run({ smoke }: { smoke: boolean }): Promise<void> {
    const [messages, rounds] = smoke ? [500, 1] : [10_000, 5];
    const stack = await startBenchStack();
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const perSecond: number[] = [];
    const cpuMicros: number[] = [];
    for (let number = 1; number <= rounds; number += 1) {
      const [sentBefore, cpuBefore, begunAt] = [await stack.sent(), stack.web.cpuMs(), performance.now()];
      let next = 0;
      const lane = async () => {
        while (next < messages) {
          next += 1;
          const body = JSON.stringify({ user_id: 1 + (next % 500), message: `Message number ${next}` });
          const status = await post(agent, `${stack.webUrl}/notifications`, body);
          if (status !== 202) throw new Error(`web answered ${status}`);
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, lane));
      await waitFor(async () => (await stack.sent()) - sentBefore >= messages, {
        timeoutMs: 60_000,
        what: "all messages",
      });
      perSecond.push((messages / (performance.now() - begunAt)) * 1000);
      cpuMicros.push(((stack.web.cpuMs() - cpuBefore) / messages) * 1000);
      console.log(`  round ${number}: ${round(perSecond.at(-1) ?? 0)}/s`);
    }
    console.log(
      `  median ${round(median(perSecond))} requests/s, ${round(median(cpuMicros))} µs of web's CPU a request`,
    );
    agent.destroy();
    await stack.stop();
  },
};
