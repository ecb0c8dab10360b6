import { Component, type ReactNode } from "react";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";

type Props = { children: ReactNode };
type State = { failed: boolean };

/** Stands in for a view that could not be loaded or broke. The rest of the page stays. */
export class ViewBoundary extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Card title="This view could not be shown">
        <div className="flex flex-col items-start gap-4 text-sm">
          <p className="text-muted">
            Its part of the page did not load, or it broke. That happens when web is away, and after web was
            exchanged for another version.
          </p>
          <Button onClick={() => location.reload()}>Reload the page</Button>
        </div>
      </Card>
    );
  }
}
