/** @typedef {{ id: string, what: string, revision: number, state?: string, reason?: string }} Order */

/** @param {{ user: string, orders: Order[], replies: string[] }} account */
export function accountPage({ user, orders, replies }) {
  const path = `/users/${encodeURIComponent(user)}`;
  return page(
    `The account of ${user}`,
    `<form method="post" action="${path}/telegram"><button>Connect Telegram</button></form>`,
    `<form method="post" action="${path}/orders"><input name="what" required><button>Order</button></form>`,
    ...orders.map(
      (order) => `<p><a href="/orders/${order.id}">${safe(order.what)}</a>: ${stateInWords(order)}</p>`,
    ),
    ...replies.map((text) => `<p>You wrote: ${safe(text)}</p>`),
  );
}

/** @param {import("./bellwire.mjs").Link} link */
export function linkPage({ url, qr, expires_at }) {
  return page(
    "Connect Telegram",
    `<p><a href="${safe(url)}">${safe(url)}</a></p>`,
    `<p><img src="${safe(qr)}" width="240" alt="The same address as a QR code"></p>`,
    `<p>It can be used once, until ${safe(expires_at)}.</p>`,
  );
}

/** @param {Order} order */
export function orderPage(order) {
  return page(`Order ${order.id}`, `<p>${safe(order.what)}</p>`, `<p>${stateInWords(order)}</p>`);
}

/** What became of the notification of an order. @param {{ state?: string, reason?: string }} notification */
function stateInWords({ state, reason }) {
  if (state === "sent") return "told you in Telegram";
  if (state === "parked" && reason === "unlinked") return "is told as soon as you connect Telegram";
  if (state === "parked") return `is told when you can be reached again: ${safe(reason)}`;
  if (state === "failed") return `could not be told: ${safe(reason)}`;
  return "is on its way";
}

/** @param {string} title @param {string[]} parts */
function page(title, ...parts) {
  const head = `<meta charset="utf-8"><title>${safe(title)}</title>`;
  return `<!doctype html><html lang="en">${head}<h1>${safe(title)}</h1>${parts.join("\n")}</html>`;
}

/** @param {unknown} text */
function safe(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
