/** The dialog, loaded when it is first asked for; or, where nobody could say what there is to choose, what remains. */
import { type ComponentProps, lazy, Suspense } from "react";

const ClosingDialog = lazy(() => import("./ClosingDialog"));
const TreesUnknown = lazy(() => import("./TreesUnknown"));

type ClosingProps = ComponentProps<typeof ClosingDialog> & {
  error?: unknown;
  onRetry?: () => void;
};

export function Closing({ error = null, onRetry, ...dialog }: ClosingProps) {
  return (
    <Suspense>
      {error && onRetry ? (
        <TreesUnknown {...dialog} error={error} onRetry={onRetry} />
      ) : (
        <ClosingDialog {...dialog} />
      )}
    </Suspense>
  );
}
