import type { PushDevice } from '~/types/api'
import { isOf, pushAbility, subscriptionForm } from '~/utils/push'

export type PushState = 'unknown' | 'unable' | 'install' | 'denied' | 'off' | 'on'

/** The browser did what it should, its push service did not. */
export class PushServiceSilent extends Error {}

/** Whether this device is told of news while the site is closed. Nothing is asked before `turnOn`. */
export function usePush() {
  const api = useApi()
  const state = ref<PushState>('unknown')

  async function subscription() {
    const registration = await navigator.serviceWorker.getRegistration('/')
    return (await registration?.pushManager.getSubscription()) ?? null
  }

  async function look() {
    const ability = pushAbility()
    if (ability !== 'able') { state.value = ability; return }
    if (Notification.permission === 'denied') { state.value = 'denied'; return }
    const device = await api.get<PushDevice>('/me/push')
    const own = await subscription()
    state.value = device.active && own && isOf(own, device.public_key) && Notification.permission === 'granted' ? 'on' : 'off'
  }

  async function subscribe(key: string) {
    await navigator.serviceWorker.register('/sw.js', { scope: '/' })
    const { pushManager } = await navigator.serviceWorker.ready
    const earlier = await pushManager.getSubscription()
    if (earlier && isOf(earlier, key)) return earlier
    await earlier?.unsubscribe()
    try {
      return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
    } catch (error) {
      throw new PushServiceSilent(String(error))
    }
  }

  /** Asks the visitor, so only after a click. */
  async function turnOn() {
    const answer = await Notification.requestPermission()
    if (answer !== 'granted') { state.value = answer === 'denied' ? 'denied' : 'off'; return }
    const device = await api.get<PushDevice>('/me/push')
    const own = await subscribe(device.public_key)
    await api.put('/me/push', subscriptionForm(own))
    state.value = 'on'
  }

  async function turnOff() {
    await api.del('/me/push')
    state.value = 'off'
    // The server has forgotten it already; a browser that keeps it does no harm.
    await (await subscription())?.unsubscribe().catch(() => false)
  }

  return { state, look, turnOn, turnOff }
}
