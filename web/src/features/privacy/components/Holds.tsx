/** Legal holds: why nothing of a person may be erased, since when and until when. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dayMonthYear, momentOf } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { useNow } from "@/ui/useNow";
import { type Hold, type PersonPrivacy, useCase } from "../api/privacy";
import { refusalOf } from "../api/refusals";
import styles from "./Privacy.module.css";

export function Holds({ person, isOpen }: { person: PersonPrivacy; isOpen: boolean }) {
  const { t } = useTranslation();
  return (
    <section className={styles.section} aria-labelledby="holds">
      <h2 id="holds">{t("privacy.holds")}</h2>
      <p>{t("privacy.holds_help")}</p>
      <div className={styles.rows}>
        {person.holds.map((hold) => (
          <HoldRow key={hold.id} person={person} hold={hold} />
        ))}
      </div>
      {person.holds.length === 0 ? <p>{t("privacy.no_holds")}</p> : null}
      {isOpen ? <HoldForm contactId={person.contact_id} /> : null}
    </section>
  );
}

function HoldRow({ person, hold }: { person: PersonPrivacy; hold: Hold }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const { release } = useCase(person.contact_id);
  const releasing = useMutation({
    mutationFn: () => release(hold.id),
    onError: (error) => toast.show(refusalOf(error, t)),
  });
  const who = hold.placed_by.name ?? hold.placed_by.id;
  return (
    <div className={styles.row}>
      <div>
        {hold.reason || t("privacy.reason_erased")}
        <small>
          {hold.is_on
            ? hold.until
              ? t("privacy.hold_until", { when: dayMonthYear(hold.until) })
              : t("privacy.hold_open")
            : t("privacy.hold_over")}
        </small>
        <small>{t("privacy.placed_by", { who, when: momentOf(hold.placed_at, nowMs) })}</small>
      </div>
      {hold.is_on ? (
        <Button size="s" look="quiet" busy={releasing.isPending} onClick={() => releasing.mutate()}>
          {t("privacy.release_hold")}
        </Button>
      ) : null}
    </div>
  );
}

function HoldForm({ contactId }: { contactId: string }) {
  const { t } = useTranslation();
  const { hold } = useCase(contactId);
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const placing = useMutation({
    mutationFn: () => hold(reason.trim(), until ? new Date(`${until}T23:59:59`).toISOString() : null),
    onSuccess: () => {
      setReason("");
      setUntil("");
    },
    onError: (error) => toast.show(refusalOf(error, t)),
  });
  return (
    <div className={styles.form}>
      <TextField
        label={t("privacy.hold_reason")}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <TextField
        type="date"
        label={t("privacy.hold_end")}
        help={t("privacy.hold_end_help")}
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      <div className={styles.actions}>
        <Button disabled={!reason.trim()} busy={placing.isPending} onClick={() => placing.mutate()}>
          {t("privacy.place_hold")}
        </Button>
      </div>
    </div>
  );
}
