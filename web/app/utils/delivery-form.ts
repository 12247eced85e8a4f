import type { Delivery } from '~/types/api'

export type DeliveryMethod = Delivery['method']
export type DeliveryPlace = NonNullable<Delivery['to']>

/** Where each way brings a parcel; the first is what most people take. */
const places: Record<DeliveryMethod, DeliveryPlace[]> = { nova_poshta: ['branch', 'locker', 'door'], meest: ['branch', 'locker', 'door'], ukrposhta: ['branch', 'door'], courier: ['door'], pickup: [] }
export const placesOf = (method: DeliveryMethod) => places[method]

export interface DeliveryFields { method: DeliveryMethod, to: DeliveryPlace | '', recipient: string, phone: string, city: string, point: string, street: string, postcode: string, note: string }
export type DeliveryField = Exclude<keyof DeliveryFields, 'method' | 'to' | 'note'>

/** Which fields a way of delivery asks for. The branch of Ukrposhta is named by the postcode. */
export function fieldsOf({ method, to }: Pick<DeliveryFields, 'method' | 'to'>): DeliveryField[] {
  const fields: DeliveryField[] = ['recipient', 'phone']
  if (method === 'pickup') return fields
  fields.push('city')
  if (method === 'ukrposhta') fields.push('postcode')
  if (to === 'door') fields.push('street')
  else if (method !== 'ukrposhta') fields.push('point')
  return fields
}

const phone = /^\+?[0-9 ()-]{7,20}$/
const digits = (text: string) => text.replaceAll(/\D/g, '').length
const rules: Record<DeliveryField, (value: string) => boolean> = {
  recipient: value => value.length >= 3,
  phone: value => phone.test(value) && digits(value) >= 9,
  city: value => value.length >= 2,
  point: value => value.length >= 1,
  street: value => value.length >= 3,
  postcode: value => /^\d{5}$/.test(value),
}

/** Fields that need mending, in the order in which they are asked. */
export const deliveryFaults = (form: DeliveryFields): DeliveryField[] => fieldsOf(form).filter(field => !rules[field](form[field].trim()))

export function fieldsFrom(delivery: Delivery | null, method: DeliveryMethod): DeliveryFields {
  const at = delivery?.method ?? method
  return {
    method: at, to: delivery?.to ?? places[at][0] ?? '', recipient: delivery?.recipient ?? '', phone: delivery?.phone ?? '', city: delivery?.city ?? '',
    point: delivery?.point ?? '', street: delivery?.street ?? '', postcode: delivery?.postcode ?? '', note: delivery?.note ?? '',
  }
}

/** What is sent: only the fields that this way asks for. */
export function deliveryOf(form: DeliveryFields): Delivery {
  const delivery: Delivery = { method: form.method, recipient: form.recipient.trim(), phone: form.phone.trim() }
  if (form.to) delivery.to = form.to
  for (const field of fieldsOf(form)) delivery[field] = form[field].trim()
  if (form.note.trim()) delivery.note = form.note.trim()
  return delivery
}
