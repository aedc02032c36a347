/** Dialogs whose code is loaded when they are first opened, and none of it with the page. */
import { useMounted } from "@mantine/hooks";
import { type ComponentType, lazy, Suspense, useState } from "react";

interface Openable {
  opened: boolean;
}

/** Once opened it stays, so that it closes as it opens and gives the focus back. */
export function late<Props extends Openable>(load: () => Promise<ComponentType<Props>>) {
  const Loaded = lazy(async () => ({ default: await load() }));

  /** A dialog gives the focus back to what had it when it went from closed to open: it begins closed. */
  function Opening(props: Props) {
    const mounted = useMounted();
    return <Loaded {...props} opened={props.opened && mounted} />;
  }

  return function Late(props: Props) {
    const [wanted, setWanted] = useState(props.opened);
    if (props.opened && !wanted) setWanted(true);
    return wanted ? (
      <Suspense>
        <Opening {...props} />
      </Suspense>
    ) : null;
  };
}
