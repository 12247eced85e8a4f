/** Why a browser can or cannot be told of news while the site is closed, before anybody is asked. */
export type PushAbility = 'able' | 'install' | 'unable'

export function pushAbility(): PushAbility {
  if ('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) return 'able'
  // Apple's phones and tablets can, but only sites that were put on the home screen. Their tablets call themselves Macs.
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  return apple ? 'install' : 'unable'
}

const bytesOf = (key: string) => Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))

/** Whether a subscription was made with this key of the site; with another one nothing would arrive. */
export function isOf(subscription: PushSubscription, key: string): boolean {
  const own = subscription.options.applicationServerKey
  const wanted = bytesOf(key)
  return own !== null && own.byteLength === wanted.length && new Uint8Array(own).every((byte, at) => byte === wanted[at])
}

/** As the API takes it. */
export function subscriptionForm(subscription: PushSubscription) {
  const { endpoint, keys } = subscription.toJSON()
  return { endpoint, p256dh: keys?.p256dh, auth: keys?.auth }
}
