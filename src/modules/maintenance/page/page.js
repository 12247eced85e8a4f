
(() => {
  const page = document.documentElement
  const locale = { uk: 'uk-UA', en: 'en-GB', ru: 'ru-UA' }[page.lang]
  const time = document.querySelector('time')
  if (time) {
    const end = new Date(time.dateTime)
    const clock = { hour: '2-digit', minute: '2-digit' }
    const today = end.toDateString() === new Date().toDateString()
    time.textContent = end.toLocaleString(locale, today ? clock : { day: 'numeric', month: 'long', ...clock })
    time.className = today ? '' : 'day'
    const rest = document.querySelector('.rest')
    const relative = new Intl.RelativeTimeFormat(locale)
    const tell = () => {
      const minutes = Math.ceil((end - Date.now()) / 60000)
      rest.textContent = minutes <= 0 ? rest.dataset.late : minutes < 90 ? relative.format(minutes, 'minute') : relative.format(Math.round(minutes / 60), 'hour')
    }
    tell()
    setInterval(tell, 5000)
  }
  // Everybody looks at a moment of their own, and the page stays when nobody answers.
  const later = () => setTimeout(look, 10000 + Math.random() * 15000)
  const look = async () => {
    try {
      const answer = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store', headers: { accept: 'text/html' } })
      const changed = answer.headers.get('x-auction-mode') === 'live' || (answer.headers.get('etag') ?? page.dataset.tag) !== page.dataset.tag
      if (changed) return location.hash ? location.reload() : location.replace(location.href)
    } catch { /* no network: look again */ }
    later()
  }
  later()
})()
