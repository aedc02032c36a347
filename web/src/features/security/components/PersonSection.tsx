/** One person: where they are signed in, and their second factor if they lost it. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useUsers } from "@/api/directory";
import { dayMonthYear } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import field from "@/ui/Field.module.css";
import { SessionRows } from "@/ui/SessionRows";
import { useActsOn, useFactorOf, useSessionsOf } from "../api/security";
import styles from "./Security.module.css";

export function PersonSection() {
  const { t } = useTranslation();
  const id = useId();
  const users = useUsers(true).data ?? [];
  const [chosen, setChosen] = useState("");
  return (
    <section className={styles.person} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t("security.person")}</h2>
      <p className="t-meta">{t("security.person_help")}</p>
      <label htmlFor={id}>{t("security.person_choose")}</label>
      <select
        id={id}
        className={field.input}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      >
        <option value="">{t("security.nobody")}</option>
        {users.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      {chosen ? <Person key={chosen} userId={chosen} /> : null}
    </section>
  );
}

function Person({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const maySeeSessions = useMay("sessions.manage");
  return (
    <>
      {maySeeSessions ? <Sessions userId={userId} /> : null}
      <h3>{t("account.factor")}</h3>
      <Factor userId={userId} />
    </>
  );
}

function useTold() {
  const { t } = useTranslation();
  return (act: Promise<void>, done: string) =>
    void act.then(() => toast.show(done)).catch(() => toast.show(t("settings.failed")));
}

function Sessions({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const places = useSessionsOf(userId).data ?? [];
  const acts = useActsOn(userId);
  const told = useTold();
  return (
    <>
      <h3>{t("sessions.title")}</h3>
      {places.length === 0 ? <p>{t("sessions.none")}</p> : null}
      <SessionRows places={places} onEnd={(id) => told(acts.end(id), t("sessions.ended"))} />
      {places.some((one) => !one.is_this) ? (
        <Button onClick={() => told(acts.endAll(), t("sessions.others_ended"))}>
          {t("sessions.end_all")}
        </Button>
      ) : null}
    </>
  );
}

function Factor({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const factor = useFactorOf(userId).data;
  const acts = useActsOn(userId);
  const told = useTold();
  const [asking, setAsking] = useState(false);
  if (!factor) return null;
  if (!factor.enrolled_at && factor.passkeys === 0) return <p>{t("security.factor_none")}</p>;
  return (
    <>
      {factor.enrolled_at ? (
        <p>{t("account.factor_since", { date: dayMonthYear(factor.enrolled_at) })}</p>
      ) : null}
      {factor.passkeys > 0 ? <p>{t("security.passkeys", { count: factor.passkeys })}</p> : null}
      <Button look="bad" onClick={() => setAsking(true)}>
        {t("security.factor_remove")}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t("security.factor_remove")}
        consequence={t("security.factor_remove_help")}
        confirm={t("security.factor_remove")}
        onConfirm={() => {
          told(acts.removeFactor(), t("security.factor_removed"));
          return true;
        }}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
