import { allowPush, forbidPush } from '../ask'

/** Whether this browser can be pushed to at all. */
export function canBePushedTo(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
}

/** Base64url to bytes, as the browser wants the city's key. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

function textOf(buffer: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0)))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Ask for the permission, and tell the city where to push; false when the person or the browser says no. */
export async function startPush(cityKey: string): Promise<boolean> {
  if (!canBePushedTo() || (await Notification.requestPermission()) !== 'granted') return false
  const worker = await navigator.serviceWorker.ready
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(cityKey),
  })
  await allowPush({
    endpoint: subscription.endpoint,
    p256dh: textOf(subscription.getKey('p256dh')),
    auth: textOf(subscription.getKey('auth')),
  })
  return true
}

/** Let this browser not be pushed to any more. */
export async function stopPush(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration()
  const subscription = await worker?.pushManager.getSubscription()
  if (!subscription) return
  await forbidPush(subscription.endpoint)
  await subscription.unsubscribe()
}
