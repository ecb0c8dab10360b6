import { Boards } from "../../src/board/boards.ts";
import { RedisLink } from "../../src/redis-link.ts";
import { openHub } from "../pubsub/hub-stand.ts";

/** Boards over a hub at `url`; commands go to `commandUrl`. */
export async function openBoards(url: string, prefix: string, commandUrl = url) {
  const { hub, close: closeHub } = await openHub(url, { heartbeatMs: 250 }, commandUrl);
  const link = new RedisLink({ url: commandUrl, name: "boards" });
  await link.ready(5000);
  const close = async () => {
    await closeHub();
    link.close();
  };
  return { hub, boards: new Boards({ redis: link, prefix, hub }), close };
}
