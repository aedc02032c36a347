/** One thing of a kind by its id: waits for it, says where it is not, and gives it to its page. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { type Configured, type Kind, useCatalogue } from "./useCatalogue";

interface ThingGateProps<T> {
  kind: Kind;
  /** null: a new one. */
  id: string | null;
  back: string;
  gone: string;
  children: (thing: T | null) => ReactNode;
}

export function ThingGate<T extends Configured>({ kind, id, back, gone, children }: ThingGateProps<T>) {
  const catalogue = useCatalogue<T>(kind);
  const thing = catalogue.data?.find((one) => one.id === id) ?? null;
  if (id === null || thing) return children(thing);
  return (
    <main className={page.page}>
      <h1 className="sr">{back}</h1>
      <div className={page.body}>
        {catalogue.isPending ? (
          <AfterDelay>
            <Bone width="100%" height={160} />
          </AfterDelay>
        ) : catalogue.data ? (
          <Empty title={gone} action={<Link href={`/settings/${kind}`}>{back}</Link>} />
        ) : (
          <Failure title={gone} error={catalogue.error} onRetry={() => void catalogue.refetch()} />
        )}
      </div>
    </main>
  );
}
