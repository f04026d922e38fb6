// What the service worker does when the city pushes a notice, and when somebody taps it.
self.addEventListener('push', (event) => {
  const notice = event.data ? event.data.json() : {}
  event.waitUntil(
    self.registration.showNotification(notice.title || '', {
      body: notice.body,
      tag: notice.tag,
      icon: '/icons/icon-192.png',
      data: { url: notice.url },
    }),
  )
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = new URL(event.notification.data?.url || '/services/inbox', self.location.origin)
  if (url.origin !== self.location.origin) return
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((windows) => {
      const open = windows.find((one) => 'navigate' in one)
      return open ? open.navigate(url.href).then((page) => page && page.focus()) : self.clients.openWindow(url.href)
    }),
  )
})
