/** Erasing a person: what it takes away, the phrase that has to be typed, and how far it has come. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextField } from "@/ui/Field";
import { type PersonPrivacy, useCase } from "../api/privacy";
import { refusalOf } from "../api/refusals";
import { ErasureProgress } from "./ErasureProgress";
import styles from "./Privacy.module.css";

export function EraseSection({ person }: { person: PersonPrivacy }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const isHeld = person.holds.some(({ is_on }) => is_on);
  return (
    <section className={styles.section} aria-labelledby="erase">
      <h2 id="erase">{t("privacy.erase")}</h2>
      {person.erasure ? (
        <div className={styles.row}>
          <ErasureProgress erasure={person.erasure} />
        </div>
      ) : (
        <>
          <p>{t("privacy.erase_help")}</p>
          {isHeld ? <p role="status">{t("privacy.refused_under_legal_hold")}</p> : null}
          <div className={styles.form}>
            <div className={styles.actions}>
              <Button look="bad" disabled={isHeld} onClick={() => setAsked(true)}>
                {t("privacy.erase_person")}
              </Button>
            </div>
          </div>
          <EraseDialog person={person} opened={asked} onClose={() => setAsked(false)} />
        </>
      )}
    </section>
  );
}

interface EraseDialogProps {
  person: PersonPrivacy;
  opened: boolean;
  onClose: () => void;
}

function EraseDialog({ person, opened, onClose }: EraseDialogProps) {
  const { t } = useTranslation();
  const { erase } = useCase(person.contact_id);
  const [typed, setTyped] = useState("");
  const phrase = person.confirm_with ?? "";
  const erasing = useMutation({ mutationFn: () => erase(typed), onSuccess: onClose });
  function confirm(): boolean {
    if (typed.trim()) erasing.mutate();
    return false;
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t("privacy.erase_title")}
      consequence={t("privacy.erase_consequence", {
        conversations: person.kept.conversations,
        messages: person.kept.messages,
        files: person.kept.files,
      })}
      confirm={t("privacy.erase_confirm")}
      busy={erasing.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <TextField
        label={t("privacy.erase_phrase", { phrase })}
        value={typed}
        error={erasing.isError ? refusalOf(erasing.error, t) : null}
        autoComplete="off"
        data-autofocus
        onChange={(event) => setTyped(event.target.value)}
      />
    </ConfirmDialog>
  );
}
