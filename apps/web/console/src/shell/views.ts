import { type ComponentType, lazy } from "react";
import { PublishView } from "../publish/publish-view.tsx";
import type { IconName } from "./view-icons.tsx";
import type { ViewProps } from "./view-props.ts";

export type View = {
  id: string;
  title: string;
  /** One line for the palette: what the view answers. */
  hint: string;
  icon: IconName;
  Component: ComponentType<ViewProps>;
};

/** All views in the order of the navigation. The first is part of the page; each other is loaded when it is opened. */
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
    Component: lazy(async () => ({ default: (await import("../live/live-view.tsx")).LiveView })),
  },
  {
    id: "messages",
    title: "Messages",
    hint: "What became of each message",
    icon: "messages",
    Component: lazy(async () => ({ default: (await import("../messages/messages-view.tsx")).MessagesView })),
  },
  {
    id: "doors",
    title: "Doors",
    hint: "Channel, queue and stream",
    icon: "doors",
    Component: lazy(async () => ({ default: (await import("../doors/doors-view.tsx")).DoorsView })),
  },
  {
    id: "numbers",
    title: "Numbers",
    hint: "Rates, depth and latency of the last ten minutes",
    icon: "numbers",
    Component: lazy(async () => ({ default: (await import("../numbers/numbers-view.tsx")).NumbersView })),
  },
  {
    id: "findings",
    title: "Findings",
    hint: "What is wrong, what to do, and how each part is",
    icon: "findings",
    Component: lazy(async () => ({ default: (await import("../findings/findings-view.tsx")).FindingsView })),
  },
];

/** An address that names no view opens the first. */
export function viewOf(id: string): View {
  return VIEWS.find((view) => view.id === id) ?? VIEWS[0];
}
