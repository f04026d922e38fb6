import {
  Archive, Armchair, Baby, Bike, Binoculars, Building, Building2, Bus, CarTaxiFront, Castle, Church, Clapperboard,
  Coffee, Cross, Drama, Droplet, Dumbbell, FerrisWheel, GraduationCap, HeartPulse, Hospital, Hotel, Landmark, Library,
  Mail, MapPin, Pill, PlugZap, Recycle, Scale, School, Shield, Ship, ShoppingBag, Siren, SquareDashed, SquareParking,
  Stethoscope, Store, Toilet, TrainFront, Trees, Utensils, Waves, Waypoints,
  type LucideIcon,
  type LucideProps,
} from 'lucide-react'
import { createElement } from 'react'

const ICONS: Record<string, LucideIcon> = {
  monument: Castle, church: Church, museum: Landmark, theatre: Drama, cinema: Clapperboard, library: Library,
  archive: Archive, square: SquareDashed, park: Trees, viewpoint: Binoculars, lake_shore: Waves, bridge: Waypoints,
  office: Building, town_hall: Building2, police: Siren, post_office: Mail, court: Scale, carabinieri: Shield,
  school: School, nursery: Baby, university: GraduationCap, pharmacy: Pill, hospital: Hospital,
  health_centre: HeartPulse, doctor: Stethoscope, parking: SquareParking, bike_parking: Bike, bike_rental: Bike,
  bus_stop: Bus, train_station: TrainFront, taxi: CarTaxiFront, charging_station: PlugZap, ferry: Ship,
  toilets: Toilet, drinking_water: Droplet, bench: Armchair, playground: FerrisWheel, sports: Dumbbell,
  market: ShoppingBag, shop: Store, cafe: Coffee, restaurant: Utensils, hotel: Hotel, recycling: Recycle, cemetery: Cross,
}

/** The icon of a kind of place; it always stands beside words. */
export function KindIcon({ category, ...rest }: { category: string } & LucideProps) {
  return createElement(ICONS[category] ?? MapPin, { 'aria-hidden': true, ...rest })
}
