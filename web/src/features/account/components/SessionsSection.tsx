/** Where one is signed in, and the way out of each place. */
import { useTranslation } from "react-i18next";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { Failure } from "@/ui/Feedback";
import { SessionRows } from "@/ui/SessionRows";
import { useActs, useOwnSessions, wordsOf } from "../api/account";
import styles from "./Account.module.css";

export function SessionsSection() {
  const { t } = useTranslation();
  const sessions = useOwnSessions();
  const acts = useActs();
  const told = (act: Promise<void>, done: string) =>
    void act.then(() => toast.show(done)).catch((error: unknown) => toast.show(wordsOf(error, t)));
  const places = sessions.data ?? [];
  return (
    <section className={styles.section} aria-labelledby="account-sessions">
      <h2 id="account-sessions">{t("sessions.title")}</h2>
      {sessions.isError && !sessions.data ? (
        <Failure
          title={t("sessions.failed")}
          error={sessions.error}
          onRetry={() => void sessions.refetch()}
        />
      ) : null}
      <SessionRows places={places} onEnd={(id) => told(acts.end(id), t("sessions.ended"))} />
      {places.length > 1 ? (
        <Button onClick={() => told(acts.endOthers(), t("sessions.others_ended"))}>
          {t("sessions.end_others")}
        </Button>
      ) : null}
    </section>
  );
}
