// A consumer group without anything around it: read many, acknowledge and delete them, read on.
import { Redis } from "ioredis";
import { Tally } from "./tally.mjs";

const [STREAM, GROUP] = ["raw:stream", "readers"];
const tally = new Tally();
const redis = new Redis(process.env.REDIS_URL);
await redis.xgroup("CREATE", STREAM, GROUP, "$", "MKSTREAM");
tally.serve();
for (;;) {
  const reply = await redis.xreadgroup(
    "GROUP",
    GROUP,
    "one",
    "COUNT",
    200,
    "BLOCK",
    1000,
    "STREAMS",
    STREAM,
    ">",
  );
  if (reply === null) continue;
  const entries = reply[0][1];
  const ids = entries.map(([id]) => id);
  await redis
    .pipeline()
    .xack(STREAM, GROUP, ...ids)
    .xdel(STREAM, ...ids)
    .exec();
  for (const [, fields] of entries) tally.note(fields[3]);
}
