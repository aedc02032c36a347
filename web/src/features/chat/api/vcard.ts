/** A customer's card as a file for an address book (vCard 3.0, RFC 2426), which every phone and mail program reads. */
import type { ContactCard } from "@/api/types";

export function vcardOf(card: ContactCard, name: string): string {
  const lines = [
    "BEGIN:VCARD",
    "VERSION:3.0",
    `N:${escaped(name)};;;;`,
    `FN:${escaped(name)}`,
    ...(card.organization ? [`ORG:${escaped(card.organization)}`] : []),
    ...card.phones.map((phone) => `TEL;TYPE=CELL:${escaped(numberOf(phone))}`),
    ...card.emails.map((email) => `EMAIL:${escaped(email)}`),
    ...card.addresses.map((address) => `ADR:;;${escaped(address)};;;;`),
    ...card.websites.map((website) => `URL:${escaped(website)}`),
    ...(card.birthday ? [`BDAY:${escaped(card.birthday)}`] : []),
    "END:VCARD",
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}

/** Offers a text as a file. */
export function saveCard(card: ContactCard, name: string): void {
  const file = new Blob([vcardOf(card, name)], { type: "text/vcard;charset=utf-8" });
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name.replace(/[^\p{L}\p{N} ._-]/gu, "").trim() || "contacto"}.vcf`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function numberOf({ whatsapp, number }: ContactCard["phones"][number]): string {
  return whatsapp && /^\d+$/.test(whatsapp) ? `+${whatsapp}` : (number ?? "");
}

/** A line break in a name would begin a field of its own. */
function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, "\\n")
    .replace(/\p{Cc}/gu, "");
}
