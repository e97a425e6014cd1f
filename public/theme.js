// Runs before the first paint, or a page of ours would flash up in the other theme. The rest is src/edges/look.ts.
try {
  const { theme } = JSON.parse(localStorage.getItem('look') ?? '{}')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // nothing is kept, or nothing of ours
}
