import { Car, FileBadge, House, IdCard, ScrollText, ShieldCheck, Store, type LucideIcon } from 'lucide-react'

const ICONS: Record<string, LucideIcon> = {
  'land-title': House,
  vehicle: Car,
  'business-licence': Store,
  passport: IdCard,
  voter: ScrollText,
  insurance: ShieldCheck,
}

/** The sign of a kind of record; a kind that has none of its own gets a paper's. */
export function KindIcon({ kind, size = 24 }: { kind: string; size?: number }) {
  const Icon = ICONS[kind] ?? FileBadge
  return <Icon aria-hidden="true" size={size} />
}
