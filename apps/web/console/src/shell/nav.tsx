import { useFeed } from "../feed/index.ts";
import { sortedFindings } from "../findings/severity.ts";
import { hashOf } from "./route.ts";
import { ViewIcon } from "./view-icons.tsx";
import { VIEWS } from "./views.ts";

/** The views: a column at the side of a wide window, a bar at the foot of a phone. */
export function Nav({ current }: { current: string }) {
  return (
    <nav
      aria-label="Views"
      className="fixed inset-x-0 bottom-0 z-20 border-line border-t bg-card pb-[env(safe-area-inset-bottom)] lg:static lg:border-0 lg:bg-transparent"
    >
      <ul className="flex lg:flex-col lg:gap-1">
        {VIEWS.map(({ id, title, icon }) => (
          <li key={id} className="min-w-0 flex-1">
            <a
              href={hashOf(id)}
              aria-current={id === current ? "page" : undefined}
              className="relative flex h-14 flex-col items-center justify-center gap-0.5 text-[0.6875rem] text-muted hover:text-ink aria-[current]:text-accent lg:h-14 lg:rounded-lg lg:hover:bg-sunken lg:aria-[current]:bg-accent-soft xl:h-10 xl:flex-row xl:justify-start xl:gap-3 xl:px-3 xl:text-sm lg:aria-[current]:font-medium lg:aria-[current]:text-ink"
            >
              <ViewIcon name={icon} />
              {title}
              {id === "findings" && <FindingsBadge />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
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
      className={`absolute top-1.5 left-[calc(50%+0.375rem)] h-4 min-w-4 rounded-full px-1 text-center font-semibold text-[0.625rem] leading-4 xl:static xl:ml-auto xl:h-5 xl:min-w-5 xl:text-xs xl:leading-5 ${BADGES[worst.severity]}`}
    >
      {findings.length}
      <span className="sr-only"> found</span>
    </span>
  );
}
