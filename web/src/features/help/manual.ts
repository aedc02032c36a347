/** The manual for agents as it stands in the repository (docs/manuals), with its pictures and its headings. */
import text from "@manuals/agente.md?raw";

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

/** Its own title stands above it. */
export const manual = text.replace(/^# .*\n+/, "");

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
