/** One type of break: name, minutes in a day, for whom. A conflict shows what is stored beside what was typed. */
import { Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useUsers } from "@/api/directory";
import { ApiError } from "@/api/errors";
import type { BreakType } from "@/api/types";
import { minuteWords } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { TextField } from "@/ui/Field";
import { useBreakTypes, useSaveBreakType } from "../api/breakTypes";
import styles from "./BreakTypes.module.css";

const mostMinutes = 480;

interface BreakTypeDialogProps {
  editing: { known: BreakType | null } | null;
  onClose: () => void;
}

export function BreakTypeDialog({ editing, onClose }: BreakTypeDialogProps) {
  const { t } = useTranslation();
  const known = editing?.known ?? null;
  return (
    <Modal
      opened={editing !== null}
      onClose={onClose}
      title={known ? t("breaks.edit_title", { name: known.name }) : t("breaks.create_title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {editing ? <Form known={known} onClose={onClose} /> : null}
    </Modal>
  );
}

type Wrong = Partial<Record<"name" | "minutes" | "people", string>>;

function Form({ known, onClose }: { known: BreakType | null; onClose: () => void }) {
  const { t } = useTranslation();
  const stored = useBreakTypes(true).data?.find((one) => one.id === known?.id) ?? null;
  const [base, setBase] = useState(known);
  const [name, setName] = useState(known?.name ?? "");
  const [minutes, setMinutes] = useState(String(known?.minutes ?? 15));
  const [userIds, setUserIds] = useState<string[] | null>(known?.user_ids ?? null);
  const [wrong, setWrong] = useState<Wrong>({});
  const save = useSaveBreakType({
    done: (saved) => {
      toast.show(t(known ? "breaks.done_edit" : "breaks.done_create", { name: saved.name }));
      onClose();
    },
    failed: (error) => {
      if (error instanceof ApiError && error.code === "break_type_exists")
        setWrong({ name: t("breaks.name_taken") });
    },
  });
  const isConflict = save.error instanceof ApiError && save.error.code === "version_conflict";

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = faults();
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    save.mutate({ known: base, draft: { name: name.trim(), minutes: Number(minutes), user_ids: userIds } });
  }

  function faults(): Wrong {
    const found: Wrong = {};
    const count = Number(minutes);
    if (!name.trim()) found.name = t("breaks.name_missing");
    if (!Number.isInteger(count) || count < 1 || count > mostMinutes)
      found.minutes = t("breaks.minutes_wrong", { most: mostMinutes });
    if (userIds?.length === 0) found.people = t("breaks.people_missing");
    return found;
  }

  return (
    <form onSubmit={submit} noValidate>
      <div className={dialog.body}>
        {isConflict && stored && stored.version !== base?.version ? (
          <Conflict stored={stored} onKeepMine={() => setBase(stored)} onTakeStored={() => take(stored)} />
        ) : null}
        <TextField
          label={t("breaks.name")}
          value={name}
          maxLength={60}
          error={wrong.name}
          data-autofocus
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t("breaks.minutes")}
          help={t("breaks.minutes_help")}
          inputMode="numeric"
          value={minutes}
          error={wrong.minutes}
          onChange={(event) => setMinutes(event.target.value)}
        />
        <Audience userIds={userIds} error={wrong.people} onChange={setUserIds} />
        {save.isError && !isConflict && !wrong.name ? <p role="alert">{t("action.failed")}</p> : null}
      </div>
      <div className={dialog.foot}>
        <Button look="quiet" onClick={onClose}>
          {t("status.cancel")}
        </Button>
        <Button type="submit" look="primary" busy={save.isPending}>
          {t("breaks.save")}
        </Button>
      </div>
    </form>
  );

  function take(one: BreakType) {
    setBase(one);
    setName(one.name);
    setMinutes(String(one.minutes));
    setUserIds(one.user_ids);
    save.reset();
  }
}

interface ConflictProps {
  stored: BreakType;
  onKeepMine: () => void;
  onTakeStored: () => void;
}

function Conflict({ stored, onKeepMine, onTakeStored }: ConflictProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.conflict} role="alert">
      <p>
        {t("breaks.conflict")}{" "}
        <b>
          {stored.name}, {minuteWords(stored.minutes)}
        </b>
      </p>
      <Button size="s" onClick={onTakeStored}>
        {t("breaks.take_stored")}
      </Button>
      <Button size="s" look="accent" onClick={onKeepMine}>
        {t("breaks.keep_mine")}
      </Button>
    </div>
  );
}

interface AudienceProps {
  userIds: string[] | null;
  error?: string;
  onChange: (userIds: string[] | null) => void;
}

function Audience({ userIds, error, onChange }: AudienceProps) {
  const { t } = useTranslation();
  const users = useUsers(true).data ?? [];
  function toggle(id: string) {
    const chosen = userIds ?? [];
    onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  }
  return (
    <fieldset className={styles.audience}>
      <legend>{t("breaks.for_whom")}</legend>
      <label>
        <input type="radio" name="audience" checked={userIds === null} onChange={() => onChange(null)} />
        {t("breaks.everybody")}
      </label>
      <label>
        <input type="radio" name="audience" checked={userIds !== null} onChange={() => onChange([])} />
        {t("breaks.some")}
      </label>
      {userIds !== null ? (
        <ul className={styles.people}>
          {users.map((one) => (
            <li key={one.id}>
              <label>
                <input type="checkbox" checked={userIds.includes(one.id)} onChange={() => toggle(one.id)} />
                {one.name}
              </label>
            </li>
          ))}
        </ul>
      ) : null}
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
