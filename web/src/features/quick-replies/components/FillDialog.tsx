/** Asks for the values that a reply needs and nobody knows, beside what will stand in the message. Loaded on demand. */
import { Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldName } from "@/api/client-values";
import type { QuickReply } from "@/api/types";
import { agentName, fieldOf, filled, missingIn, type Values } from "@/text/variables";
import { Button } from "@/ui/Button";
import dialog from "@/ui/Dialog.module.css";
import { TextField } from "@/ui/Field";
import { Filled } from "./Filled";

interface FillDialogProps {
  reply: QuickReply;
  values: Values;
  onFilled: (text: string) => void;
  onClose: () => void;
}

export default function FillDialog({ reply, values, onFilled, onClose }: FillDialogProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Values>(new Map());
  const [tried, setTried] = useState(false);
  const all: Values = new Map([...values, ...typed]);
  const asked = missingIn(reply.text, values);
  const missing = missingIn(reply.text, all);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation(); // the dialog stands in the composer's form
    setTried(true);
    if (missing.length === 0) onFilled(filled(reply.text, all));
    else event.currentTarget.querySelectorAll("input")[asked.indexOf(missing[0] ?? "")]?.focus();
  }

  return (
    <Modal opened onClose={onClose} title={reply.name} closeButtonProps={{ "aria-label": t("action.close") }}>
      <form noValidate onSubmit={submit}>
        <div className={dialog.body}>
          <p>{t("quick_replies.fill", { count: asked.length })}</p>
          {asked.map((variable, index) => (
            <TextField
              key={variable}
              label={nameOf(variable)}
              value={typed.get(variable) ?? ""}
              autoComplete="off"
              data-autofocus={index === 0 ? true : undefined}
              maxLength={200}
              error={tried && missing.includes(variable) ? t("quick_replies.value_missing") : null}
              onChange={(event) => setTyped(new Map(typed).set(variable, event.target.value))}
            />
          ))}
          <Filled text={reply.text} values={all} />
        </div>
        <div className={dialog.foot}>
          <Button onClick={onClose}>{t("quick_replies.cancel")}</Button>
          <Button type="submit" look="primary">
            {t("quick_replies.insert")}
          </Button>
        </div>
      </form>
    </Modal>
  );

  function nameOf(variable: string): string {
    if (variable === agentName) return t("quick_replies.agent_name");
    return fieldName(fieldOf(variable) ?? variable);
  }
}
