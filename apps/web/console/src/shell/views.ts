import { type ComponentType, lazy } from "react";
import { PublishView } from "../publish/publish-view.tsx";
import type { IconName } from "./view-icons.tsx";
import type { ViewProps } from "./view-props.ts";

type MoreViews = typeof import("./more-views.ts");

export type View = {
  id: string;
  title: string;
  /** One line for the palette: what the view answers. */
  hint: string;
  icon: IconName;
  Component: ComponentType<ViewProps>;
};

/** All views in the order of the navigation. The first is part of the page; the others are loaded when one is opened. */
export const VIEWS: readonly [View, ...View[]] = [
  {
    id: "publish",
    title: "Publish",
    hint: "Send a message and see it arrive",
    icon: "publish",
    Component: PublishView,
  },
  {
    id: "live",
    title: "Live",
    hint: "Subscribers, channels and boards",
    icon: "live",
    Component: lazyView("LiveView"),
  },
  {
    id: "messages",
    title: "Messages",
    hint: "What became of each message",
    icon: "messages",
    Component: lazyView("MessagesView"),
  },
  {
    id: "recipients",
    title: "Recipients",
    hint: "Your users, their chats, and links for them",
    icon: "recipients",
    Component: lazyView("RecipientsView"),
  },
  {
    id: "webhooks",
    title: "Webhooks",
    hint: "What your app is told, and what it did not take",
    icon: "webhooks",
    Component: lazyView("WebhooksView"),
  },
  {
    id: "doors",
    title: "Doors",
    hint: "Channel, queue and stream",
    icon: "doors",
    Component: lazyView("DoorsView"),
  },
  {
    id: "numbers",
    title: "Numbers",
    hint: "Rates, depth and latency of the last ten minutes",
    icon: "numbers",
    Component: lazyView("NumbersView"),
  },
  {
    id: "findings",
    title: "Findings",
    hint: "What is wrong, what to do, and how each part is",
    icon: "findings",
    Component: lazyView("FindingsView"),
  },
];

/** An address that names no view opens the first. */
export function viewOf(id: string): View {
  return VIEWS.find((view) => view.id === id) ?? VIEWS[0];
}

function lazyView(name: keyof MoreViews): ComponentType<ViewProps> {
  return lazy(async () => ({ default: (await import("./more-views.ts"))[name] }));
}
