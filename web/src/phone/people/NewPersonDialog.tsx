/** Adds a person to play: a name and a number, a user id, or both. */
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { phoneApi } from "../api/calls";
import { useChange } from "../api/queries";
import type { Person } from "../api/types";
import { Dialog } from "../Dialog";
import dialog from "../Dialog.module.css";
import { tellFailure } from "../notice";
import { t } from "../words";

interface NewPersonDialogProps {
  onClose: () => void;
  onAdded: (person: Person) => void;
}

export function NewPersonDialog({ onClose, onAdded }: NewPersonDialogProps) {
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [userId, setUserId] = useState("");
  const [missing, setMissing] = useState(false);
  const add = useChange(phoneApi.addPerson);

  function submit(event: FormEvent) {
    event.preventDefault();
    setMissing(!phone.trim() && !userId.trim());
    if (!phone.trim() && !userId.trim()) return;
    add.mutate(
      { name: name.trim(), phone: phone.trim() || null, user_id: userId.trim() || null },
      { onSuccess: onAdded, onError: tellFailure },
    );
  }

  return (
    <Dialog title={t("people.dialog")} onClose={onClose}>
      <form className={dialog.form} onSubmit={submit}>
        <TextField
          label={t("people.name")}
          value={name}
          required
          maxLength={80}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t("people.phone")}
          help={t("people.phone_help")}
          error={missing ? t("people.need_one") : null}
          value={phone}
          type="tel"
          autoComplete="off"
          pattern="\+?[0-9 ()\-]{6,24}"
          onChange={(event) => setPhone(event.target.value)}
        />
        <TextField
          label={t("people.user_id")}
          help={t("people.user_id_help")}
          value={userId}
          autoComplete="off"
          pattern="[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]+"
          onChange={(event) => setUserId(event.target.value)}
        />
        <div className={dialog.actions}>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={add.isPending}>
            {t("people.add")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
