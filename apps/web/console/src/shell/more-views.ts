/** All views but the first, in one piece: they share much, and together they are smaller. */
export { DoorsView } from "../doors/doors-view.tsx";
export { FindingsView } from "../findings/findings-view.tsx";
export { LiveView } from "../live/live-view.tsx";
export { MessagesView } from "../messages/messages-view.tsx";
export { NumbersView } from "../numbers/numbers-view.tsx";
export { RecipientsView } from "../recipients/recipients-view.tsx";
export { WebhooksView } from "../webhooks/webhooks-view.tsx";
