// Friendly names for the generated contract types; regenerate the source with `npm run types`.
import type { components, operations, paths } from '../../api/schema'

type Schemas = components['schemas']
export type Money = Schemas['Money']
export type Language = Schemas['Language']
export type Problem = Schemas['Problem']
export type Me = Schemas['Me']
export type Session = Schemas['Session']
export type Category = Schemas['Category']
export type Condition = Schemas['Condition']
export type Shipping = Schemas['Shipping']
export type ShippingMethod = Shipping['method']
export type LotState = Schemas['LotState']
export type Lot = Schemas['Lot']
export type LotCard = Schemas['LotCard']
export type LotCardPage = Schemas['LotCardPage']
export type LotEdit = Schemas['LotEdit']
export type SellerLot = Schemas['SellerLot']
export type Standing = Schemas['Standing']
export type ReserveStatus = Schemas['ReserveStatus']
export type Relation = Schemas['Relation']
export type RelationKind = Relation['relation']
export type BidResult = Schemas['BidResult']
export type PriceStep = Schemas['PriceStep']
export type PriceStepReason = PriceStep['reason']
export type Notification = Schemas['Notification']
export type NotificationKind = Notification['kind']

type Body<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { 'application/json': infer T } } } } } ? T : never
export type Home = Body<'/home'>
export type LotSearch = Body<'/lots'>
export type BidHistory = Body<'/lots/{id}/bids'>
export type MyBids = Body<'/me/bids'>
export type MyBid = MyBids['items'][number]
export type NotificationPage = Body<'/me/notifications'>
export type LotQuery = NonNullable<paths['/lots']['get']['parameters']['query']>
export type { operations }
