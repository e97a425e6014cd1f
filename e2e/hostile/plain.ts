import { chromium } from '@playwright/test'
import puppeteer from 'puppeteer-core'
import { chromiumPath, firefoxPath, isRoot } from '../harness/browser'
import type { BrowserName } from '../harness/lanyard'

/** Runs a task in a page of the same browser without Lanyard. */
export async function plainly<R>(browser: BrowserName, url: string, task: () => R): Promise<R> {
  if (browser === 'chromium') {
    const args = isRoot ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu']
    const plain = await chromium.launch({ executablePath: chromiumPath(), args })
    const page = await plain.newPage()
    await page.goto(url)
    return (page.evaluate(task) as Promise<R>).finally(() => plain.close())
  }
  const plain = await puppeteer.launch({ browser: 'firefox', executablePath: firefoxPath(), headless: true })
  const page = await plain.newPage()
  await page.goto(url)
  return (page.evaluate(task) as Promise<R>).finally(() => plain.close())
}
