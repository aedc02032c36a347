/** Addresses in a text, and to which sites they lead: what a link says and where it goes may be two things. */
const links = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g;

/** Text and links by turns, text first. */
export function splitAtLinks(text: string): string[] {
  return text.split(links);
}

/** The sites, each once, as the network knows them: letters of other scripts that look like ours are spelt out. */
export function sitesIn(text: string): string[] {
  const hosts = (text.match(links) ?? []).map((link) => (URL.canParse(link) ? new URL(link).host : ""));
  return [...new Set(hosts.filter(Boolean))];
}
