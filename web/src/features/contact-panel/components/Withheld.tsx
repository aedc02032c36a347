/** A field of the customer that the role sees in part or not at all, in honest words; and the eye that asks for it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import { reveal, useSight } from "@/api/withheld";
import { toast } from "@/state/toast";
import { IconButton } from "@/ui/Button";
import { IconEye } from "@/ui/icons";
import styles from "./ContactPanel.module.css";

interface WithheldProps {
  contactId: string;
  field: string;
  /** What the field is called. */
  name: string;
  /** What is shown of it. */
  children: string;
}

export function Withheld({ contactId, field, name, children }: WithheldProps) {
  const { t } = useTranslation();
  const sight = useSight(field);
  const mayReveal = useMay("fields.reveal");
  const [revealed, setRevealed] = useState<string[] | null>(null);
  if (sight === "visible") return children;
  async function ask() {
    try {
      setRevealed(await reveal(contactId, field));
    } catch {
      toast.show(t("panel.not_revealed"));
    }
  }
  return (
    <span className={styles.withheld}>
      {revealed ? (
        <span role="status">{revealed.join(", ") || t("panel.nothing_to_reveal")}</span>
      ) : (
        <span>{sight === "hidden" || !children ? t("panel.hidden") : children}</span>
      )}
      {mayReveal && !revealed ? (
        <IconButton label={t("panel.reveal", { name })} onClick={() => void ask()}>
          <IconEye size={16} stroke={1.75} aria-hidden="true" />
        </IconButton>
      ) : null}
    </span>
  );
}
