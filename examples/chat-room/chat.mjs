import { createInterface } from "node:readline";
import { openRoom } from "./room.mjs";

const [roomName = "lobby", name = "somebody", url = "redis://127.0.0.1:6379"] = process.argv.slice(2);
const room = openRoom(roomName, url);
const leaving = new AbortController();
const typed = createInterface({ input: process.stdin });
typed.on("line", (text) => {
  room.say(name, text).catch((error) => process.stderr.write(`Perhaps not said: ${error.message}\n`));
});
typed.on("close", () => leaving.abort());
for await (const line of room.lines(leaving.signal)) process.stdout.write(`${line.name}: ${line.text}\n`);
await room.leave();
