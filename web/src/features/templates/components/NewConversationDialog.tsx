/** Writes to a customer first: over which connection, to whom, with which template. Loaded on demand. */
import { Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { phoneNumber } from "@/i18n/format";
import { localeOfWords } from "@/i18n/languages";
import { toast } from "@/state/toast";
import { useMedia } from "@/ui/useMedia";
import { Empty, Failure } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import { type CountryCode, countries, defaultCountry, digitsOf } from "../api/phones";
import { startConversation, useStartable, useTemplates } from "../api/templates";
import { toUse, useChoice } from "../api/useChoice";
import { Actions } from "./Actions";
import { Picker } from "./Picker";
import { SelectField } from "./SelectField";
import styles from "./Templates.module.css";

/** A customer who is known already. */
export interface KnownContact {
  id: string;
  name: string;
  connectionId: string;
}

interface NewConversationDialogProps {
  contact?: KnownContact;
  onClose: () => void;
}

export default function NewConversationDialog({ contact, onClose }: NewConversationDialogProps) {
  const { t } = useTranslation();
  const phone = useMedia("phone");
  const startable = useStartable();
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      fullScreen={phone}
      yOffset={48}
      title={t("start.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {startable.isError ? (
        <Failure title={t("start.failed")} error={startable.error} onRetry={() => void startable.refetch()} />
      ) : null}
      {startable.data?.items.length === 0 ? (
        <Empty title={t("start.no_connection")}>{t("start.no_connection_help")}</Empty>
      ) : null}
      {startable.data && startable.data.items.length > 0 ? (
        <Form startable={startable.data} contact={contact} onClose={onClose} />
      ) : null}
    </Modal>
  );
}

interface FormProps extends NewConversationDialogProps {
  startable: NonNullable<ReturnType<typeof useStartable>["data"]>;
}

function Form({ startable, contact, onClose }: FormProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { items, default_country } = startable;
  const [wanted, setConnection] = useState(contact?.connectionId ?? items[0]?.id ?? "");
  const connection = items.find((one) => one.id === wanted) ?? items[0];
  const connectionId = connection?.id ?? "";
  const [country, setCountry] = useState<CountryCode>(() =>
    defaultCountry(navigator.languages, default_country),
  );
  const [number, setNumber] = useState("");
  const [left, setLeft] = useState(false);
  const [name, setName] = useState("");
  const templates = useTemplates(connectionId);
  const choice = useChoice(contact ? `to.${contact.id}` : "new", templates.list.data?.items ?? []);
  const phone = digitsOf(number, country);
  const starting = useMutation({
    mutationFn: async () => {
      const template = toUse(choice);
      if (!template) return null;
      const whom = contact
        ? { contact_id: contact.id }
        : { phone: phone ?? "", ...(name.trim() ? { name: name.trim() } : {}) };
      return startConversation({ connection_id: connectionId, ...whom, template });
    },
    onSuccess: (conversation) => {
      if (!conversation) return;
      choice.forget();
      toast.show(t("start.done"));
      onClose();
      navigate(`/conversations/${conversation.id}`);
    },
  });
  return (
    <>
      <div className={styles.whom}>
        <SelectField
          label={t("start.connection")}
          value={connectionId}
          onChange={(event) => setConnection(event.target.value)}
        >
          {items.map((one) => (
            <option key={one.id} value={one.id}>
              {one.display_phone_number ? `${one.name} · ${phoneNumber(one.display_phone_number)}` : one.name}
            </option>
          ))}
        </SelectField>
        {contact ? (
          <TextField label={t("start.contact")} value={contact.name} readOnly />
        ) : (
          <>
            <TextField
              label={t("start.name")}
              value={name}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
            <SelectField
              label={t("start.country")}
              value={country}
              onChange={(event) => setCountry(event.target.value as CountryCode)}
            >
              {countries(localeOfWords()).map(({ code, name: words, calling }) => (
                <option key={code} value={code}>{`${words} +${calling}`}</option>
              ))}
            </SelectField>
            <TextField
              label={t("start.number")}
              type="tel"
              inputMode="tel"
              autoComplete="off"
              data-autofocus
              value={number}
              error={left && number && !phone ? t("start.number_wrong") : null}
              help={phone ? phoneNumber(phone) : undefined}
              onBlur={() => setLeft(true)}
              onChange={(event) => setNumber(event.target.value)}
            />
          </>
        )}
      </div>
      <Picker templates={templates} choice={choice} />
      <Actions
        choice={choice}
        windowOpen={false}
        missing={contact || phone ? null : t("start.number_missing")}
        error={starting.error}
        busy={starting.isPending}
        act={t("start.send")}
        onAct={() => starting.mutate()}
        onDismiss={() => starting.reset()}
        onClose={onClose}
      />
    </>
  );
}
