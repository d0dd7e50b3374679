/**
 * Plays an evening on the phones page, as a visitor would, and takes pictures.
 *
 * node story.js PAGE CHROMIUM FOLDER
 *
 * Ends with 0 if everything could be seen, else with what could not.
 */

import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const [address, executablePath, pictures] = process.argv.slice(2);
const LIMIT = 60_000;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

mkdirSync(pictures, {recursive: true});
const profile = mkdtempSync(join(tmpdir(), 'marquee-page-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  viewport: {width: 1280, height: 900},
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

const complaints = [];
const page = browser.pages()[0] ?? (await browser.newPage());
page.setDefaultTimeout(LIMIT);
page.on('console', message => {
  const refusedOrder = message.location().url.includes('/controls/');
  if (['error', 'warning'].includes(message.type()) && !refusedOrder) {
    complaints.push(`${message.text()} ${message.location().url}`);
  }
});
page.on('pageerror', error => complaints.push(String(error)));
page.on('request', request => {
  if (new URL(request.url()).origin !== new URL(address).origin) {
    complaints.push(`an external request: ${request.url()}`);
  }
});

const phone = owner => page.getByRole('article', {name: `${owner}'s iPhone`});
const button = name => page.getByRole('button', {name});
const card = (owner, kind = '') => phone(owner).locator(`.card${kind}`);
const gate = owner => card(owner).locator('.gate');

async function says(words) {
  await page.locator('#said', {hasText: words}).waitFor();
}

async function gateIs(owner, name) {
  await gate(owner).filter({hasText: new RegExp(`^${name}$`)}).waitFor();
}

async function logs(owner, words) {
  await phone(owner).getByRole('log').getByText(words).first().waitFor();
}

async function press(owner, name) {
  await phone(owner).getByRole('button', {name}).click();
}

async function picture(name, options = {}) {
  await page.screenshot({path: join(pictures, `${name}.png`), ...options});
}

/** What axe, a checker of accessibility, has against the page as it looks now. */
async function isAccessible() {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => window.axe.run());
  const found = violations.map(({id, help, nodes}) => `${id}: ${help}: ${nodes.map(node => node.target)}`);
  assert.deepEqual(found, []);
}

async function steps() {
  await step('the page shows three phones without a card', async () => {
    await page.goto(address);
    await phone('Mia').waitFor();
    assert.equal(await page.getByRole('article').count(), 3);
    assert.equal(await page.locator('.card').count(), 0);
  });
  await step('a keyboard and a screen reader find their way', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'phones', 'the skip link');
    await page.keyboard.press('Tab');
    const first = page.getByRole('button', {name: "Book a ticket, Ada's iPhone"});
    assert.ok(await first.evaluate(button => button === document.activeElement), 'then the first phone');
    const read = await page.locator('body').ariaSnapshot();
    for (const line of [
      'heading "Marquee" [level=1]',
      'group "APNs is"',
      'radio "Well" [checked]',
      'status: Begin with',
      'article "Ada\'s iPhone"',
      'list "Lock Screen"',
      'group "What happens to Ada\'s iPhone"',
      'switch "Ask before updates, Ada\'s iPhone"',
      'log "What it received"',
    ]) {
      assert.ok(read.includes(line), `${line} is not in what a screen reader gets:\n${read}`);
    }
    await isAccessible();
  });
  await step('nothing can be told while nobody has a ticket', async () => {
    await button('Change gate').click();
    await says('book one first');
  });
  await step('all three book, and Mia quits the app', async () => {
    await press('Ada', /^Book a ticket/);
    await says('Ada has a ticket for Hamlet');
    await press('Ben', /^Book a ticket/);
    await says('Ben has a ticket for Hamlet');
    await phone('Ben').getByRole('switch', {name: /^Ask before updates/}).check();
    await says('asks first');
    await press('Mia', /^Quit app/);
    await press('Mia', /^Book a ticket/);
    await says('Mia has a ticket for Hamlet');
  });
  await step('forty days later the cards start by themselves', async () => {
    await button(/^Card starts/).click();
    for (const owner of ['Ada', 'Ben', 'Mia']) {
      await gateIs(owner, 'B');
      await logs(owner, 'A card appeared and rang');
    }
    await page.locator('.card.rings').first().waitFor({state: 'detached'});
  });
  await step('a card that asks gets its updates once somebody taps Allow', async () => {
    await button('Remind').click();
    await logs('Ada', 'Please take your seats');
    assert.equal(await phone('Ben').getByText('Please take your seats').count(), 0);
    await isAccessible();
    await press('Ben', /^Allow, /);
    await says('Allowed on Ben');
    await phone('Ben').getByRole('button', {name: /^Always Allow/}).waitFor({state: 'detached'});
    await phone('Ben').getByRole('switch', {name: /^Frequent updates/}).uncheck();
    await says('takes fewer updates');
  });
  await step('the gate changes, by keyboard, and rings', async () => {
    await button('Change gate').focus();
    await page.keyboard.press('Enter');
    await card('Ada', '.rings').waitFor();
    await gateIs('Ada', 'C');
    await gateIs('Ben', 'C');
    await logs('Ada', 'Gate is now C');
    assert.equal(await gate('Mia').textContent(), 'B', 'an app that is quit reports no token');
    await page.evaluate(() => document.activeElement.blur());
    await page.waitForTimeout(700); // For the picture: the island has opened.
    await picture('phones', {fullPage: true});
  });
  await step('an offline phone gets the newest when it is back', async () => {
    await press('Ben', /^Go offline/);
    await button('Change gate').click();
    await gateIs('Ada', 'D');
    await button('Change gate').click();
    await gateIs('Ada', 'E');
    assert.equal(await gate('Ben').textContent(), 'C');
    await press('Ben', /^Go online/);
    await gateIs('Ben', 'E');
  });
  await step('what APNs did not take comes when it is well again', async () => {
    await page.getByLabel('Down').check({force: true});
    await says('APNs cuts every connection');
    await button('Delay 30 min').click();
    await says('now starts at 20:00');
    await page.locator('.tally', {hasText: 'the last one'}).waitFor();
    await page.getByLabel('Well').check({force: true});
    await logs('Ada', 'Now starts at 20:00');
  });
  await step('new tokens are as good as the old ones', async () => {
    await press('Ada', /^Rotate tokens/);
    await says('the old ones are dead');
    await button('Change gate').click();
    await gateIs('Ada', 'F');
  });
  await step('a card that is swiped away is gone', async () => {
    await press('Ben', /^Swipe away/);
    await card('Ben').waitFor({state: 'detached'});
  });
  await step('half an hour before, everybody is reminded', async () => {
    await button(/^Half an hour to go/).click();
    await button('Remind').click();
    await logs('Ada', 'Please take your seats');
  });
  await step('it fits a phone', async () => {
    await page.setViewportSize({width: 390, height: 844});
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `the page is ${width} px wide`);
    await picture('phones-390', {fullPage: true});
    await isAccessible();
    await page.setViewportSize({width: 1280, height: 900});
    await page.emulateMedia({colorScheme: 'dark'});
    await picture('phones-dark', {fullPage: true});
    await isAccessible();
    await page.emulateMedia({colorScheme: 'light'});
  });
  await step('the show ends, and so does the card', async () => {
    await button(/^Show ends/).click();
    await card('Ada', '.ended').waitFor();
    await logs('Ada', 'The card came to its end');
    await picture('phones-ended', {fullPage: true});
  });
  await step('a card that nobody can update grows stale', async () => {
    await button(/^\+ 20 min/).click();
    await button(/^\+ 20 min/).click();
    await card('Mia', '.stale').waitFor();
    await card('Ada').waitFor({state: 'detached'});
  });
  await step('an uninstalled app takes its card with it, and comes back anew', async () => {
    await press('Mia', /^Uninstall/);
    await card('Mia').waitFor({state: 'detached'});
    await press('Mia', /^Reinstall/);
    await says('a new device');
  });
  await step('a house fills with other phones', async () => {
    await page.getByRole('spinbutton', {name: 'Phones'}).fill('40');
    await button('Start the burst').click();
    await says('40 other phones');
    await page.getByText(/^Cards start: \d+ of 40$/).waitFor();
  });
  assert.deepEqual(complaints, []);
}

async function step(name, play) {
  try {
    await play();
    console.log(`  ${name}`);
  } catch (error) {
    await picture('failed', {fullPage: true}).catch(() => {});
    console.log(`FAILED: ${name}: ${error.message}`);
    console.log(`The page said: ${await page.locator('#said').textContent().catch(() => '')}`);
    throw error;
  }
}

try {
  await steps();
} catch (error) {
  console.log(error.stack);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(profile, {recursive: true, force: true});
}
