// The least that can stand between a POST and PUBLISH: nothing is checked.
import { createServer } from "node:http";
import { Redis } from "ioredis";

const redis = new Redis(process.env.REDIS_URL);
createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => void publish(request.method, body, response));
}).listen(Number(process.env.PORT), "127.0.0.1");

async function publish(method, body, response) {
  if (method === "POST") await redis.publish("notification", body);
  response.writeHead(202, { "content-type": "application/json" }).end("{}");
}
