import { useRoute } from "../shell/route.ts";
import type { ViewProps } from "../shell/view-props.ts";
import { RecipientList } from "./recipient-list.tsx";
import { RecipientPage } from "./recipient-page.tsx";

/** The app's users and their chats: all of them, or the one that the address names. */
export function RecipientsView({ health, session }: ViewProps) {
  const { q, id } = useRoute().params;
  if (id === undefined || id === "") return <RecipientList q={q} onUnauthorized={session.expired} />;
  return <RecipientPage key={id} id={id} q={q} health={health} onUnauthorized={session.expired} />;
}
