/** A supervisor chooses what somebody, several or everybody shall do now. */
import { Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Colleague, PresenceState } from "@/api/types";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { TextField } from "@/ui/Field";
import { PresenceGlyph } from "@/ui/PresenceGlyph";
import { type ManyChanged, refusalWords, useSetOthers } from "../api/changes";
import styles from "./ChangeStateDialog.module.css";

const states = [
  "available",
  "busy",
  "training",
  "out_of_service",
  "offline",
] as const satisfies PresenceState[];

/** Who is in one of these answers nobody for a good while. */
const absences: readonly string[] = ["offline", "out_of_service"];

interface ChangeStateDialogProps {
  /** Null while closed. */
  people: readonly Colleague[] | null;
  onClose: () => void;
  onDone: () => void;
}

export function ChangeStateDialog({ people, onClose, onDone }: ChangeStateDialogProps) {
  const { t } = useTranslation();
  const [only] = people ?? [];
  const title =
    people?.length === 1
      ? t("presence.change_title", { name: only?.name })
      : t("presence.change_title_many", { count: people?.length ?? 0 });
  return (
    <Modal
      opened={people !== null}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {people ? <Form people={people} onClose={onClose} onDone={onDone} /> : null}
    </Modal>
  );
}

function Form({ people, onClose, onDone }: ChangeStateDialogProps & { people: readonly Colleague[] }) {
  const { t } = useTranslation();
  const [value, setValue] = useState<string>("available");
  const [reason, setReason] = useState("");
  const [returning, setReturning] = useState(false);
  const isAbsence = absences.includes(value);
  const change = useSetOthers({
    done: (answer) => {
      toast.show(outcomeWords(answer));
      onDone();
      onClose();
    },
    failed: () => undefined,
  });
  const breaks = openToAll(people);

  function submit(event: FormEvent) {
    event.preventDefault();
    const state = states.find((one) => one === value);
    const choice = state ? { state } : { state: "break" as const, break_type_id: value };
    change.mutate({
      choice: { ...choice, reason: reason.trim() || null },
      userIds: people.map((one) => one.id),
      returns: isAbsence && returning,
    });
  }

  return (
    <form onSubmit={submit}>
      <div className={dialog.body}>
        <fieldset className={styles.choices}>
          <legend className="sr">{t("presence.state")}</legend>
          {states.map((one) => (
            <Choice key={one} value={one} label={t(`presence.state_${one}`)} sign={one} />
          ))}
          {breaks.map((one) => (
            <Choice key={one.id} value={one.id} label={one.name} sign="break" />
          ))}
        </fieldset>
        <TextField
          label={t("presence.reason")}
          help={t("presence.reason_help")}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {isAbsence ? (
          <label className={styles.choice}>
            <input
              type="checkbox"
              checked={returning}
              onChange={(event) => setReturning(event.target.checked)}
            />
            {t("presence.return_theirs", { count: people.length })}
          </label>
        ) : null}
        {change.isError ? <p role="alert">{refusalWords(change.error, t)}</p> : null}
      </div>
      <div className={dialog.foot}>
        <Button look="quiet" onClick={onClose}>
          {t("status.cancel")}
        </Button>
        <Button type="submit" look="primary" busy={change.isPending}>
          {t("presence.change_confirm")}
        </Button>
      </div>
    </form>
  );

  function Choice({ value: own, label, sign }: { value: string; label: string; sign: PresenceState }) {
    return (
      <label className={styles.choice}>
        <input type="radio" name="state" checked={value === own} onChange={() => setValue(own)} />
        <PresenceGlyph sign={sign} />
        {label}
      </label>
    );
  }

  function outcomeWords({ items, refused }: ManyChanged): string {
    const absent = refused.filter((one) => one.code === "not_signed_in").length;
    const words = [t("presence.changed_many", { count: items.length })];
    if (absent > 0) words.push(t("presence.not_signed_in", { count: absent }));
    if (refused.length > absent) words.push(t("presence.not_changed", { count: refused.length - absent }));
    return words.join(" ");
  }
}

/** The breaks that every one of them may take. */
function openToAll(people: readonly Colleague[]) {
  const [first, ...rest] = people.map((one) => one.presence.breaks.filter((kind) => kind.is_open));
  return (first ?? []).filter((kind) => rest.every((theirs) => theirs.some((one) => one.id === kind.id)));
}
