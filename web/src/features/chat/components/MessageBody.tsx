/** What a message says. Nothing from a customer is rendered as HTML. */
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { clockTime } from "@/i18n/format";
import { IconQuestionMark, IconTrash } from "@/ui/icons";
import bubble from "./Bubble.module.css";
import { ChoiceBody } from "./ChoiceBody";
import { ContactCards } from "./ContactCards";
import { LocationBody } from "./LocationBody";
import { MediaBody } from "./MediaBody";
import { OrderBody } from "./OrderBody";
import { ReferralCard } from "./ReferralCard";
import { TemplateBody } from "./TemplateBody";
import { TextBody } from "./TextBody";

export function MessageBody({ message }: { message: Message }) {
  const { t } = useTranslation();
  if (message.erased_at) {
    return (
      <span className={bubble.grey}>
        <IconTrash size={16} stroke={1.75} aria-hidden="true" />
        {t("message.erased")}
      </span>
    );
  }
  if (message.revoked_at) {
    return (
      <span className={bubble.grey}>
        <IconTrash size={16} stroke={1.75} aria-hidden="true" />
        {t(message.direction === "in" ? "message.revoked_in" : "message.revoked_out")}
        {` · ${clockTime(message.revoked_at)}`}
      </span>
    );
  }
  return (
    <>
      {message.referral ? <ReferralCard referral={message.referral} /> : null}
      <Carried message={message} />
    </>
  );
}

/** What it carries, and below it its text: a caption, a note. A choice is its own text. */
function Carried({ message }: { message: Message }) {
  const { media, location, contacts, choice, order, template, text } = message;
  if (template) return <TemplateBody message={message} template={template} />;
  if (choice) return <ChoiceBody choice={choice} />;
  if (!media && !location && !contacts && !order) {
    return text && message.kind !== "unsupported" ? (
      <TextBody text={text} />
    ) : (
      <Unsupported rawType={message.raw_type} />
    );
  }
  return (
    <>
      {media ? <MediaBody message={message} media={media} /> : null}
      {location ? <LocationBody location={location} /> : null}
      {contacts ? <ContactCards cards={contacts} /> : null}
      {order ? <OrderBody order={order} /> : null}
      {text ? <TextBody text={text} /> : null}
    </>
  );
}

/** The history of a number names files that it does not bring along. */
const fileOfHistory = "media_placeholder";

function Unsupported({ rawType }: { rawType: string | null }) {
  const { t } = useTranslation();
  const words =
    rawType === fileOfHistory
      ? t("message.file_of_history")
      : `${t("message.unsupported")}. ${t("message.unsupported_help")}`;
  return (
    <span className={bubble.grey}>
      <IconQuestionMark size={16} stroke={1.75} aria-hidden="true" />
      <span>{words}</span>
    </span>
  );
}
