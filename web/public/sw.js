// Tells of news while no page is open. Keeps nothing: pages always come from the server.
const device = '/api/v1/me/push'

self.addEventListener('install', () => self.skipWaiting())

/** What the server sent (src/modules/push/messages.cpp); something must be shown whatever came. */
function read(data) {
  try {
    const { title, body, url, tag } = data.json()
    return { title: String(title), body: String(body ?? ''), url: String(url ?? '/'), tag: String(tag ?? '') }
  } catch {
    return { title: 'Gavel', body: '', url: '/', tag: '' }
  }
}

/** An address of this site, whatever the message says. */
function ours(url) {
  const address = new URL(url, self.location.origin)
  return address.origin === self.location.origin ? address : new URL('/', self.location.origin)
}

self.addEventListener('push', (event) => {
  const { title, body, url, tag } = read(event.data)
  // Newer news about the same lot take the place of the older and are heard all the same.
  event.waitUntil(self.registration.showNotification(title, { body, tag, renotify: tag !== '', icon: '/icon-192.png', badge: '/badge-96.png', data: { url } }))
})

async function open(url) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const there = pages.find(page => new URL(page.url).pathname === url.pathname)
  return there ? there.focus() : self.clients.openWindow(url.href)
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(ours(event.notification.data?.url ?? '/')))
})

/** The browser has changed the address of this device: the server learns the new one, unless somebody has turned it off or signed out. */
async function renew(given) {
  const answer = await fetch(device, { credentials: 'same-origin' })
  const known = answer.ok ? await answer.json() : null
  if (!known?.active) return
  const fresh = given ?? await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: known.public_key })
  const { endpoint, keys } = fresh.toJSON()
  await fetch(device, {
    method: 'PUT', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth }),
  })
}

self.addEventListener('pushsubscriptionchange', event => event.waitUntil(renew(event.newSubscription)))
