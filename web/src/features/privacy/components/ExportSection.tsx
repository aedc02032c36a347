/** Everything of a person as a file: asked for, made in the background, downloaded while it is there. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { type Export, type PersonPrivacy, useCase } from "../api/privacy";
import { refusalOf } from "../api/refusals";
import { ExportLine } from "./ExportLine";
import styles from "./Privacy.module.css";

export function ExportSection({ person, isOpen }: { person: PersonPrivacy; isOpen: boolean }) {
  const { t } = useTranslation();
  const { takeAlong } = useCase(person.contact_id);
  const [withNotes, setWithNotes] = useState(false);
  const ordering = useMutation({
    mutationFn: () => takeAlong(withNotes),
    onSuccess: () => toast.show(t("privacy.export_ordered")),
    onError: (error) => toast.show(refusalOf(error, t)),
  });
  return (
    <section className={styles.section} aria-labelledby="take-along">
      <h2 id="take-along">{t("privacy.take_along")}</h2>
      <p>{t("privacy.take_along_help")}</p>
      <div className={styles.rows}>
        {person.exports.map((made) => (
          <Made key={made.id} person={person} made={made} />
        ))}
      </div>
      {person.exports.length === 0 ? <p>{t("privacy.no_exports")}</p> : null}
      {isOpen ? (
        <div className={styles.form}>
          <label className={styles.option}>
            <input
              type="checkbox"
              checked={withNotes}
              onChange={(event) => setWithNotes(event.target.checked)}
            />
            {t("privacy.include_notes")}
          </label>
          <div className={styles.actions}>
            <Button busy={ordering.isPending} onClick={() => ordering.mutate()}>
              {t("privacy.order_export")}
            </Button>
          </div>
        </div>
      ) : null}
    </section>
  );
}

function Made({ person, made }: { person: PersonPrivacy; made: Export }) {
  const { t } = useTranslation();
  const { links, removeExport } = useCase(person.contact_id);
  const onError = (error: unknown) => toast.show(refusalOf(error, t));
  const downloading = useMutation({
    mutationFn: () => links(made.id),
    onSuccess: (addresses) => addresses.forEach(open),
    onError,
  });
  const removing = useMutation({ mutationFn: () => removeExport(made.id), onError });
  return (
    <div className={styles.row}>
      <div>
        <ExportLine made={made} />
      </div>
      {made.state === "ready" ? (
        <div className={styles.actions}>
          <Button size="s" look="accent" busy={downloading.isPending} onClick={() => downloading.mutate()}>
            {t("privacy.download")}
          </Button>
          <Button size="s" look="quiet" busy={removing.isPending} onClick={() => removing.mutate()}>
            {t("privacy.remove_export")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** Archives are always downloaded, never shown: the page stays. */
function open(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.click();
}
