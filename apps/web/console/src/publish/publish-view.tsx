import { useReadOnly } from "../feed/index.ts";
import { HealthCard } from "../health/health-card.tsx";
import { PhonePane } from "../phone/phone-pane.tsx";
import { useRoute } from "../shell/route.ts";
import type { ViewProps } from "../shell/view-props.ts";
import { readUserId } from "./draft.ts";
import { PublishCard } from "./publish-card.tsx";
import { SameCard } from "./same-card.tsx";
import { useDraft } from "./use-draft.ts";

/** The first view: publish, see it arrive, see how everything is. */
export function PublishView({ health, session }: ViewProps) {
  const [draft, setDraft] = useDraft(health.report?.sandbox === true, useRoute().params.user_id);
  const readOnly = useReadOnly();

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_23rem] lg:gap-x-10">
      <div className="lg:col-start-1 lg:row-start-1">
        <PublishCard draft={draft} onChange={setDraft} onUnauthorized={session.expired} readOnly={readOnly} />
      </div>
      <div className="self-stretch lg:col-start-2 lg:row-span-3 lg:row-start-1">
        <PhonePane
          userId={readUserId(draft.userId)}
          health={health}
          readOnly={readOnly}
          onUnauthorized={session.expired}
        />
      </div>
      <div className="lg:col-start-1">
        <HealthCard health={health} />
      </div>
      <div className="lg:col-start-1">
        <SameCard draft={draft} withKey={health.report?.keys === true} />
      </div>
    </div>
  );
}
