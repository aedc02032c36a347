/** The dialog, loaded when it is first asked for; or, where nobody could say what there is to choose, what remains. */
import { type ComponentProps, lazy, Suspense } from "react";
import { TreesUnknown } from "./TreesUnknown";

const ClosingDialog = lazy(() => import("./ClosingDialog"));

type ClosingProps = ComponentProps<typeof ClosingDialog> & {
  error?: unknown;
  onRetry?: () => void;
};

export function Closing({ error = null, onRetry, ...dialog }: ClosingProps) {
  if (error && onRetry) return <TreesUnknown {...dialog} error={error} onRetry={onRetry} />;
  return (
    <Suspense>
      <ClosingDialog {...dialog} />
    </Suspense>
  );
}
