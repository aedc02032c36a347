/** When a message is to be sent: a usual time by one press, or any other. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { momentOf } from "@/i18n/format";
import { capitalised } from "@/i18n/languages";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { asFieldValue, problemWith, usualTimes } from "../api/schedule";
import styles from "./ScheduleDialog.module.css";

interface ScheduleDialogProps {
  opened: boolean;
  windowEnd: string | null;
  onClose: () => void;
  onChosen: (sendAt: string) => void;
}

export function ScheduleDialog({ opened, onClose, ...rest }: ScheduleDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("scheduled.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Times {...rest} onClose={onClose} />
    </Modal>
  );
}

function Times({ windowEnd, onClose, onChosen }: Omit<ScheduleDialogProps, "opened">) {
  const { t } = useTranslation();
  const [nowMs] = useState(() => Date.now());
  const endMs = windowEnd ? Date.parse(windowEnd) : null;
  const usual = usualTimes(nowMs, endMs);
  const [value, setValue] = useState(() => asFieldValue(usual[0] ?? nowMs));
  const [tried, setTried] = useState(false);
  const problem = problemWith(Date.parse(value), Date.now(), endMs);
  const end = windowEnd ? momentOf(windowEnd, nowMs) : "";

  function choose(atMs: number) {
    onChosen(new Date(atMs).toISOString());
    onClose();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation(); // the composer's form is an ancestor in React's tree
        setTried(true);
        if (problem === null) choose(Date.parse(value));
      }}
    >
      <div className={styles.body}>
        <p className={styles.help}>
          {t("scheduled.help")} {windowEnd ? t("scheduled.until", { time: end }) : null}
        </p>
        {usual.length > 0 ? (
          <ul className={styles.usual} aria-label={t("scheduled.usual")}>
            {usual.map((atMs) => (
              <li key={atMs}>
                <Button onClick={() => choose(atMs)}>
                  {capitalised(momentOf(new Date(atMs).toISOString(), nowMs))}
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
        <TextField
          label={t("scheduled.other_time")}
          type="datetime-local"
          value={value}
          error={tried && problem ? t(`scheduled.problem_${problem}`, { time: end }) : null}
          onChange={(event) => setValue(event.target.value)}
        />
      </div>
      <div className={styles.foot}>
        <Button look="quiet" onClick={onClose}>
          {t("status.cancel")}
        </Button>
        <Button look="primary" type="submit">
          {t("scheduled.confirm")}
        </Button>
      </div>
    </form>
  );
}
