/** The administrator's page of what could not be processed. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import type { DeadLetter } from "@/api/types";
import { momentOf } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { AfterDelay, Bone, Empty, Failure } from "@/ui/Feedback";
import page from "@/ui/Page.module.css";
import { PayloadDialog } from "@/ui/PayloadDialog";
import { useNow } from "@/ui/useNow";
import { WideTable } from "@/ui/WideTable";
import { isOpen, reasonWords, stateWords, useDeadLetterAction, useDeadLetters } from "../api/deadLetters";
import { DiscardDialog } from "./DiscardDialog";

export function DeadLettersPage() {
  const { t } = useTranslation();
  return (
    <main className={page.page}>
      <title>{t("app.title_dead_letters")}</title>
      <div className={page.head}>
        <h1>{t("dead.title")}</h1>
      </div>
      <div className={page.body}>
        <Letters />
      </div>
    </main>
  );
}

function Letters() {
  const { t } = useTranslation();
  const pages = useDeadLetters();
  const letters = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isPending) {
    return (
      <AfterDelay>
        <Bone width="100%" height={200} />
      </AfterDelay>
    );
  }
  if (pages.isError && !pages.data) {
    if (pages.error instanceof ApiError && pages.error.status === 403)
      return <Empty title={t("dead.forbidden")} />;
    return <Failure title={t("dead.failed")} error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (letters.length === 0 && !pages.hasNextPage) {
    return <Empty title={t("dead.empty")}>{t("dead.empty_help")}</Empty>;
  }
  return (
    <>
      <p className={page.intro}>{t("dead.intro")}</p>
      <LettersTable letters={letters} />
      {pages.hasNextPage ? (
        <Button
          className={page.more}
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("dead.more")}
        </Button>
      ) : null}
    </>
  );
}

function LettersTable({ letters }: { letters: readonly DeadLetter[] }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<DeadLetter | null>(null);
  const [discarding, setDiscarding] = useState<DeadLetter | null>(null);
  const action = useDeadLetterAction(
    (done) => toast.show(t(done === "replay" ? "dead.replayed" : "dead.discarded")),
    () => toast.show(t("dead.action_failed")),
  );
  return (
    <>
      <WideTable label={t("dead.title")}>
        <table className={`${page.table} ${page.wide}`}>
          <thead>
            <tr>
              <th>{t("dead.reason")}</th>
              <th>{t("dead.when")}</th>
              <th>{t("dead.connection")}</th>
              <th className={page.num}>{t("dead.attempts")}</th>
              <th>{t("dead.state")}</th>
              <th>
                <span className="sr">{t("dead.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {letters.map((letter) => (
              <LetterRow
                key={letter.id}
                letter={letter}
                busy={action.isPending && action.variables.id === letter.id}
                onShow={() => setShown(letter)}
                onReplay={() => action.mutate({ id: letter.id, action: "replay" })}
                onDiscard={() => setDiscarding(letter)}
              />
            ))}
          </tbody>
        </table>
      </WideTable>
      <PayloadDialog
        payload={
          shown && { lead: `${reasonWords(shown.reason, t)}. ${shown.detail}`, content: shown.payload }
        }
        onClose={() => setShown(null)}
      />
      <DiscardDialog
        letter={discarding}
        onClose={() => setDiscarding(null)}
        onDiscard={(letter, comment) => action.mutate({ id: letter.id, action: "discard", comment })}
      />
    </>
  );
}

interface LetterRowProps {
  letter: DeadLetter;
  busy: boolean;
  onShow: () => void;
  onReplay: () => void;
  onDiscard: () => void;
}

function LetterRow({ letter, busy, onShow, onReplay, onDiscard }: LetterRowProps) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const when = momentOf(letter.at, nowMs);
  return (
    <tr>
      <td className={page.first}>
        {reasonWords(letter.reason, t)}
        <small>{letter.detail}</small>
      </td>
      <td className={page.when}>
        <time dateTime={letter.at}>{when}</time>
      </td>
      <td>{letter.connection_id ?? t("dead.no_connection")}</td>
      <td className={page.num}>{letter.attempts}</td>
      <td>{stateWords(letter.state, t)}</td>
      <td>
        <div className={page.actions}>
          <Button size="s" look="accent" aria-label={t("dead.see_of", { when })} onClick={onShow}>
            {t("dead.see")}
          </Button>
          {isOpen(letter) ? (
            <>
              <Button size="s" busy={busy} aria-label={t("dead.replay_of", { when })} onClick={onReplay}>
                {t("dead.replay")}
              </Button>
              <Button
                size="s"
                look="quiet"
                disabled={busy}
                aria-label={t("dead.discard_of", { when })}
                onClick={onDiscard}
              >
                {t("dead.discard")}
              </Button>
            </>
          ) : null}
        </div>
      </td>
    </tr>
  );
}
