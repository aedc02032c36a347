/** What a customer is called: the name they gave, else the identity people would use for them. */
import { t } from "i18next";
import type { Conversation } from "@/api/types";
import { phoneNumber } from "./format";

export function customerName({ contact, identities }: Pick<Conversation, "contact" | "identities">): string {
  if (contact.name) return contact.name;
  const value = (kind: string) => identities.find((identity) => identity.kind === kind)?.value;
  const phone = value("phone");
  if (phone) return phoneNumber(phone);
  return value("username") || t("message.customer");
}
