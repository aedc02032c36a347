/** What a quick reply says, when it greets, and for whom it is. */
import { useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useQueues } from "@/api/directory";
import type { QuickReply } from "@/api/types";
import type { FormParts } from "@/settings/ConfiguredForm";
import { RoleChoice } from "@/settings/RoleChoice";
import choice from "@/settings/SomeChoice.module.css";
import { SomeChoice } from "@/settings/SomeChoice";
import { useCatalogue } from "@/settings/useCatalogue";
import { agentName, clientVariable } from "@/text/variables";
import { Button } from "@/ui/Button";
import { TextAreaField, TextField } from "@/ui/Field";
import { inBraces, type ReplyValues } from "../api/quickReplies";
import { Filled } from "./Filled";
import { ReplyFiles } from "./ReplyFiles";
import styles from "./QuickReplies.module.css";

const [named, balance, arrears] = ["nombre", "saldo", "dias_mora"].map(clientVariable) as [
  string,
  string,
  string,
];
const offered = [agentName, named, balance, arrears];
const greets = ["no", "by_hand", "on_claim"] as const;

export function ReplyFields({ values, errors, set, put, wait }: FormParts<ReplyValues>) {
  const { t } = useTranslation();
  const queues = useQueues().data ?? [];
  const folders = useCatalogue<QuickReply>("quick-replies").data?.map(({ folder }) => folder) ?? [];
  const listId = useId();
  const chosen = values.queue_ids ?? [];
  const example = new Map([
    [agentName, t("quick_replies.example_agent")],
    [named, t("quick_replies.example_client")],
    [balance, t("quick_replies.example_balance")],
    [arrears, t("quick_replies.example_arrears")],
  ]);
  return (
    <>
      <TextField
        label={t("quick_replies.name")}
        value={values.name}
        error={errors.name}
        autoComplete="off"
        onChange={(event) => set("name", event.target.value)}
      />
      <TextField
        label={t("quick_replies.shortcut")}
        value={values.shortcut}
        error={errors.shortcut}
        help={t("quick_replies.shortcut_help")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => set("shortcut", event.target.value.replace(/^\//, "").toLowerCase())}
      />
      <TextField
        label={t("quick_replies.folder")}
        value={values.folder}
        error={errors.folder}
        help={t("quick_replies.folder_help")}
        autoComplete="off"
        list={listId}
        onChange={(event) => set("folder", event.target.value)}
      />
      <datalist id={listId}>
        {[...new Set(folders)].filter(Boolean).map((folder) => (
          <option key={folder} value={folder} />
        ))}
      </datalist>
      <Text value={values.text} error={errors.text} onChange={(text) => set("text", text)} />
      {values.text ? <Filled text={values.text} values={example} /> : null}
      <ReplyFiles
        files={values.files}
        error={errors.files}
        onChange={(change) => put(({ files }) => ({ files: change(files) }))}
        onWait={wait}
      />
      <fieldset className={choice.choice}>
        <legend>{t("quick_replies.greets")}</legend>
        {greets.map((one) => (
          <label key={one} className={choice.option}>
            <input
              type="radio"
              name={`${listId}-greets`}
              checked={values.greets === one}
              onChange={() => set("greets", one)}
            />
            {t(`quick_replies.greets_${one}_choice`)}
          </label>
        ))}
      </fieldset>
      <RoleChoice
        legend={t("quick_replies.used_by")}
        all={t("settings.all_roles")}
        value={values.used_by}
        error={errors.used_by}
        onChange={(roles) => set("used_by", roles)}
      />
      <SomeChoice
        legend={t("quick_replies.queues")}
        all={t("quick_replies.all_queues")}
        some={t("quick_replies.some_queues")}
        options={queues.filter((queue) => !queue.is_retired || chosen.includes(queue.id))}
        value={values.queue_ids}
        error={errors.queue_ids}
        help={t("quick_replies.queues_help")}
        onChange={(ids) => set("queue_ids", ids)}
      />
    </>
  );
}

interface TextProps {
  value: string;
  error?: string;
  onChange: (text: string) => void;
}

/** The text, and buttons that put a variable where the caret is. */
function Text({ value, error, onChange }: TextProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);

  function insert(variable: string) {
    const element = field.current;
    if (!element) return;
    element.setRangeText(`{{${variable}}}`, element.selectionStart, element.selectionEnd, "end");
    element.focus();
    onChange(element.value);
  }

  return (
    <div>
      <TextAreaField
        ref={field}
        label={t("quick_replies.text")}
        value={value}
        error={error}
        help={t("quick_replies.text_help", { client: inBraces.client })}
        rows={5}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className={styles.variables} role="group" aria-label={t("quick_replies.variables")}>
        {offered.map((variable) => (
          <Button key={variable} size="xs" onClick={() => insert(variable)}>
            {`{{${variable}}}`}
          </Button>
        ))}
      </div>
    </div>
  );
}
