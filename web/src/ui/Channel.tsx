/** Channels are an icon and a name, monochrome, never brand colours. */
import { IconBrandWhatsapp, IconMessage2 } from "./icons";

const names: Record<string, string> = { whatsapp_cloud: "WhatsApp" };

export function channelName(channel: string): string {
  return names[channel] ?? channel;
}

export function ChannelIcon({
  channel,
  size = 18,
  stroke = 1.75,
}: {
  channel: string;
  size?: number;
  stroke?: number;
}) {
  const Icon = channel.startsWith("whatsapp") ? IconBrandWhatsapp : IconMessage2;
  return <Icon size={size} stroke={stroke} aria-hidden="true" />;
}
