import { bellwireAt } from "./bellwire.mjs";
import { createShop } from "./shop.mjs";

const { BELLWIRE_URL = "http://127.0.0.1:3000", BELLWIRE_KEY, WEBHOOK_SECRET, PORT = "4000" } = process.env;
if (WEBHOOK_SECRET === undefined) throw new Error("WEBHOOK_SECRET is not set: the same as Bellwire's own");

const bellwire = bellwireAt({ url: BELLWIRE_URL, key: BELLWIRE_KEY });
createShop({ bellwire, webhookSecret: WEBHOOK_SECRET }).listen(Number(PORT), "127.0.0.1");
process.stdout.write(`http://127.0.0.1:${PORT}/users/ann\n`);
