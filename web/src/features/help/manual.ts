/** The manuals as they stand in the repository (docs/manuals), with their pictures and their headings. */
import administration from "@manuals/administracion.md?raw";
import agent from "@manuals/agente.md?raw";
import supervision from "@manuals/supervision.md?raw";

export interface Heading {
  level: 2 | 3;
  title: string;
  id: string;
}

const pictures = import.meta.glob<string>("@manuals/imagenes/*.png", {
  eager: true,
  query: "?url",
  import: "default",
});

const texts = { agent, supervision, administration };
export type ManualName = keyof typeof texts;
export const manualNames = Object.keys(texts) as ManualName[];

/** Where each is read, by the file it is. */
const addresses: Record<string, string> = {
  "agente.md": "/help",
  "supervision.md": "/help/supervision",
  "administracion.md": "/help/administration",
};

export const manualAddress = (name: ManualName): string => (name === "agent" ? "/help" : `/help/${name}`);

/** Without its title, which stands above it. */
export const manualText = (name: ManualName): string => texts[name].replace(/^# .*\n+/, "");

/** Where a link of a manual leads inside the product; undefined for what is only in the repository. */
export function linkAddress(target: string): string | undefined {
  const [file = "", place] = target.split("#");
  if (file === "" || file.startsWith("https:")) return target;
  const address = addresses[file];
  return address && place ? `${address}#${place}` : address;
}

/** The address of a picture that the manual names by its path. */
export function pictureAddress(path: string): string | undefined {
  return Object.entries(pictures).find(([file]) => file.endsWith(`/${path}`))?.[1];
}

/** As GitHub names headings, so that links within the manual lead to the same place here and there. */
export function headingId(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

export function headingsOf(markdown: string): Heading[] {
  return [...markdown.matchAll(/^(##|###) (.+)$/gm)].map(([, marks = "", title = ""]) => ({
    level: marks.length === 2 ? 2 : 3,
    title,
    id: headingId(title),
  }));
}
