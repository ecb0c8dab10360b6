import type { ReactNode } from "react";
import { useFeed } from "../feed/index.ts";
import { sortedFindings } from "../findings/severity.ts";
import { LineIcon } from "../parts/icons.tsx";
import { hashOf } from "./route.ts";
import { ViewIcon } from "./view-icons.tsx";
import { VIEWS, type View } from "./views.ts";

/** So many have a place in the bar of a phone, beside the button that shows the others. */
const IN_BAR = 4;
const OTHERS = VIEWS.slice(IN_BAR);

const ITEM =
  "relative flex h-14 w-full flex-col items-center justify-center gap-0.5 text-[0.6875rem] text-muted hover:text-ink aria-[current]:text-accent lg:h-14 lg:rounded-lg lg:hover:bg-sunken lg:aria-[current]:bg-accent-soft xl:h-10 xl:flex-row xl:justify-start xl:gap-3 xl:px-3 xl:text-sm lg:aria-[current]:font-medium lg:aria-[current]:text-ink";

/** The views: a column at the side of a wide window, a bar at the foot of a phone. */
export function Nav({ current }: { current: string }) {
  return (
    <nav
      aria-label="Views"
      className="fixed inset-x-0 bottom-0 z-20 border-line border-t bg-card pb-[env(safe-area-inset-bottom)] lg:static lg:border-0 lg:bg-transparent"
    >
      <ul className="flex lg:flex-col lg:gap-1">
        {VIEWS.map((view, at) => (
          <li key={view.id} className={`min-w-0 flex-1 ${at < IN_BAR ? "" : "hidden lg:block"}`}>
            <ViewLink view={view} isCurrent={view.id === current} className={ITEM} />
          </li>
        ))}
        <li className="min-w-0 flex-1 lg:hidden">
          {/* Another view is another menu, which begins closed. */}
          <OtherViews key={current} current={current} />
        </li>
      </ul>
    </nav>
  );
}

/** On a phone: what has no place in the bar. */
function OtherViews({ current }: { current: string }) {
  const isHere = OTHERS.some(({ id }) => id === current);
  return (
    <>
      <button type="button" popoverTarget="other-views" aria-current={isHere || undefined} className={ITEM}>
        <LineIcon size={20} grid={20}>
          <path d="M3.500 5.500h13M3.500 10h13M3.500 14.500h13" />
        </LineIcon>
        More
        <FindingsBadge />
      </button>
      <ul
        id="other-views"
        popover="auto"
        className="inset-auto right-2 bottom-[calc(4rem+env(safe-area-inset-bottom))] w-48 rounded-xl border border-line bg-card p-2 text-ink shadow-xl"
      >
        {OTHERS.map((view) => (
          <li key={view.id}>
            <ViewLink
              view={view}
              isCurrent={view.id === current}
              className="relative flex h-12 items-center gap-3 rounded-lg px-3 text-sm aria-[current]:bg-accent-soft"
            />
          </li>
        ))}
      </ul>
    </>
  );
}

type LinkProps = { view: View; isCurrent: boolean; className: string };

function ViewLink({ view: { id, title, icon }, isCurrent, className }: LinkProps): ReactNode {
  return (
    <a href={hashOf(id)} aria-current={isCurrent ? "page" : undefined} className={className}>
      <ViewIcon name={icon} />
      {title}
      {id === "findings" && <FindingsBadge />}
    </a>
  );
}

const BADGES = {
  error: "bg-fail-ink text-on-accent",
  warning: "bg-warn text-on-warn",
  hint: "bg-line text-ink",
};

function FindingsBadge() {
  const findings = useFeed((state) => state.findings);
  const [worst] = sortedFindings(findings ?? []);
  if (findings === undefined || worst === undefined) return null;
  return (
    <span
      className={`absolute top-1.5 left-[calc(50%+0.375rem)] h-4 min-w-4 rounded-full px-1 text-center font-semibold text-[0.625rem] leading-4 in-[[popover]]:static in-[[popover]]:ml-auto xl:static xl:ml-auto xl:h-5 xl:min-w-5 xl:text-xs xl:leading-5 ${BADGES[worst.severity]}`}
    >
      {findings.length}
      <span className="sr-only"> found</span>
    </span>
  );
}
