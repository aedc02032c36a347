/** The dialog, loaded when it is first asked for. */
import { type ComponentProps, lazy, Suspense } from "react";

const ClosingDialog = lazy(() => import("./ClosingDialog"));

export function Closing(props: ComponentProps<typeof ClosingDialog>) {
  return (
    <Suspense>
      <ClosingDialog {...props} />
    </Suspense>
  );
}
