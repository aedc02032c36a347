/** The views of a person, named, ordered and deleted as a whole; a new one stands at the end. */
import { Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { IconArrowDown, IconArrowUp, IconTrash } from "@/ui/icons";
import { type NamedPlace, useSaveViews } from "../api/useViews";
import styles from "./Views.module.css";

interface ViewsDialogProps {
  views: readonly NamedPlace[];
  added: NamedPlace | null;
  version: number;
  onClose: () => void;
}

const longestName = 40;

export default function ViewsDialog({ views, added, version, onClose }: ViewsDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(added ? "views.save_title" : "views.manage_title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <ViewsForm views={views} added={added} version={version} onClose={onClose} />
    </Modal>
  );
}

function ViewsForm({ views, added, version, onClose }: ViewsDialogProps) {
  const { t } = useTranslation();
  const [items, setItems] = useState<readonly NamedPlace[]>(added ? [...views, added] : views);
  const [refusal, setRefusal] = useState<string | null>(null);
  const save = useSaveViews(onClose, (overtaken) =>
    setRefusal(t(overtaken ? "views.overtaken" : "views.failed")),
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    if (items.some((item) => item.name.trim() === "")) return setRefusal(t("views.name_missing"));
    setRefusal(null);
    save.mutate({ views: items, version });
  }

  function swap(at: number, by: number) {
    const next = [...items];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    setItems(next);
  }

  return (
    <form onSubmit={submit} noValidate>
      <div className={dialog.body}>
        <ul className={styles.items}>
          {items.map((item, at) => (
            <li key={item.id ?? "new"}>
              <input
                value={item.name}
                maxLength={longestName}
                aria-label={t("views.name_of", { name: item.name || t("views.new") })}
                placeholder={t("views.name")}
                data-autofocus={item.id === null || undefined}
                onChange={(event) => setItems(items.with(at, { ...item, name: event.target.value }))}
              />
              <IconButton
                label={t("views.up", { name: item.name })}
                disabled={at === 0}
                onClick={() => swap(at, -1)}
              >
                <IconArrowUp size={18} stroke={1.75} aria-hidden="true" />
              </IconButton>
              <IconButton
                label={t("views.down", { name: item.name })}
                disabled={at === items.length - 1}
                onClick={() => swap(at, 1)}
              >
                <IconArrowDown size={18} stroke={1.75} aria-hidden="true" />
              </IconButton>
              <IconButton
                label={t("views.delete", { name: item.name })}
                onClick={() => setItems(items.filter((one) => one !== item))}
              >
                <IconTrash size={18} stroke={1.75} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
        {refusal ? (
          <p className={styles.refusal} role="alert">
            {refusal}
          </p>
        ) : null}
      </div>
      <div className={dialog.foot}>
        <Button look="quiet" onClick={onClose}>
          {t("status.cancel")}
        </Button>
        <Button type="submit" look="primary" busy={save.isPending}>
          {t("views.save")}
        </Button>
      </div>
    </form>
  );
}
