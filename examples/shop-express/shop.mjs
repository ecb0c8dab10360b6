import { randomUUID } from "node:crypto";
import express from "express";
import { accountPage, linkPage, orderPage } from "./pages.mjs";
import { webhooksFrom } from "./webhooks.mjs";

/**
 * A shop whose customers hear of their orders in Telegram.
 * @param {{ bellwire: import("./bellwire.mjs").Bellwire, webhookSecret: string }} options
 */
export function createShop({ bellwire, webhookSecret }) {
  /** @type {Map<string, { user: string, orders: import("./pages.mjs").Order[], replies: string[] }>} */
  const accounts = new Map();
  /** @type {Map<string, import("./pages.mjs").Order>} */
  const orders = new Map();
  /** @param {string | number} id Bellwire gives a user id of digits as a number */
  const accountOf = (id) => {
    const user = String(id);
    const account = accounts.get(user) ?? { user, orders: [], replies: [] };
    accounts.set(user, account);
    return account;
  };

  const shop = express();
  shop.use("/bellwire", webhooksFrom(webhookSecret, hear));

  // In a real shop the session says who asks, never the address: whoever opens a link reads this user's notifications.
  shop.get("/users/:user", ({ params }, response) => {
    response.send(accountPage(accountOf(params.user)));
  });

  shop.post("/users/:user/telegram", async ({ params }, response) => {
    response.send(linkPage(await bellwire.makeLink(params.user)));
  });

  shop.post("/users/:user/orders", express.urlencoded(), async ({ params: { user }, body }, response) => {
    const order = { id: `order-${randomUUID()}`, what: String(body.what), revision: 0 };
    orders.set(order.id, order);
    accountOf(user).orders.push(order);
    const message = `Thank you! Your order: ${order.what}`;
    await bellwire.notify({ id: order.id, user_id: user, message, category: "orders" });
    response.redirect(303, `/orders/${order.id}`);
  });

  shop.get("/orders/:id", async ({ params }, response) => {
    const order = orders.get(params.id);
    if (order === undefined) return void response.sendStatus(404);
    response.send(orderPage({ ...order, ...(await bellwire.whatBecameOf(order.id)) }));
  });

  /** @param {import("./webhooks.mjs").Event} event @param {string} id */
  async function hear({ type, data }, id) {
    if (type === "recipient.linked") {
      const message = "Welcome! You hear of your orders here.";
      await bellwire.notify({ id: `welcome-${id}`, user_id: String(data.user_id), message });
    } else if (type === "recipient.replied") accountOf(data.user_id).replies.push(data.text ?? "");
    else if ("state" in data) {
      const order = orders.get(data.id);
      // Calls that are tried again come later than newer ones.
      const { state, reason, revision } = data;
      if (order && revision > order.revision) Object.assign(order, { state, reason, revision });
    }
  }

  return shop;
}
