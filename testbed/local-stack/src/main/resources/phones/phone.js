/** One iPhone: its Lock Screen, its Dynamic Island, what can happen to it, and what it received. */

import {html, nothing} from './lib/lit-html.js';
import {repeat} from './lib/directives/repeat.js';
import {capital, day, seconds, shortSpan, span, time} from './words.js';

const TICKET = 'TicketAttributes';

const ticketIcon = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M3 7h18v3.2a2 2 0 0 0 0 3.6V17H3v-3.2a2 2 0 0 0 0-3.6z"/><path class="cut" d="M9 8v8"/></svg>`;

/**
 * A phone.
 *
 * @param phone what the scene says of it
 * @param view business time, time zone, which cards ring or leave
 * @param order does what a control is for
 */
export function phone(phone, view, order) {
  return html`
    <article class="phone" aria-label=${phone.name}>
      ${device(phone, view, order)}
      <div class="beside">
        <h2>${phone.name} ${badges(phone)}</h2>
        ${buttons(phone, order)}
        ${phone.installed ? switches(phone, order) : nothing}
        <h3 id=${`log-${view.index}`}>What it received</h3>
        <div class="log" role="log" aria-labelledby=${`log-${view.index}`} tabindex="0">
          <ol>
            ${repeat(
              phone.pushes,
              (_, index) => phone.received - index,
              push => line(push, view.zone))}
            ${phone.pushes.length === 0 ? html`<li class="none">Nothing yet.</li>` : nothing}
          </ol>
        </div>
      </div>
    </article>`;
}

function badges(phone) {
  const words = [
    phone.installed ? '' : 'no app',
    phone.quit ? 'app quit' : '',
    phone.offline ? 'offline' : '',
    phone.booked ? 'has a ticket' : '',
  ];
  return words.filter(word => word).map(word => html`<span class="badge">${word}</span>`);
}

function device(phone, view, order) {
  const cards = [...phone.cards, ...view.leaving];
  const first = phone.cards.find(card => card.state === 'active' || card.state === 'stale');
  return html`
    <div class=${`device look-${view.index} ${phone.offline ? 'offline' : ''}`}>
      <div class="screen">
        <div class="bar" aria-hidden="true"><span>${time(view.now, view.zone)}</span>${signal(phone)}</div>
        ${island(first, view)}
        <div class="lock" aria-hidden="true">
          <span class="day">${day(view.now, view.zone)}</span>
          <span class="time">${time(view.now, view.zone)}</span>
        </div>
        <ul class="cards" aria-label="Lock Screen">
          ${repeat(cards, card => card.id, card => html`<li>${lockScreenCard(card, view)}${consent(phone, card, order)}</li>`)}
        </ul>
        ${cards.length === 0 ? html`<p class="empty">${empty(phone, view)}</p>` : nothing}
        <span class="home" aria-hidden="true"></span>
      </div>
    </div>`;
}

function empty(phone, view) {
  if (!phone.installed) {
    return 'The app is not installed';
  }
  return phone.booked && view.now < view.cardStarts ? 'The card comes by itself' : 'No card';
}

function signal(phone) {
  return phone.offline
    ? html`<svg viewBox="0 0 40 14"><path d="M6 8.5c2-3 9-3 11 0M9 11c1-1.5 4-1.5 5 0M4 2l15 11" class="stroke"/></svg>`
    : html`<svg viewBox="0 0 40 14"><path d="M1 9h2.5v4H1zM5 7h2.5v6H5zM9 4.5h2.5V13H9zM13 2h2.5v11H13z"/><rect x="21" y="3" width="15" height="9" rx="2.5" class="stroke"/><rect x="22.5" y="4.5" width="10" height="6" rx="1.2"/><rect x="37" y="6" width="1.5" height="3" rx=".7"/></svg>`;
}

function island(card, view) {
  if (!card) {
    return html`<div class="island" aria-hidden="true"></div>`;
  }
  const rings = view.rings.has(card.id);
  return html`
    <div class=${`island live ${card.state} ${rings ? 'expanded' : ''}`} aria-hidden="true">
      <span class="lead">${ticketIcon}</span>
      ${rings && card.alert
        ? html`<span class="told"><b>${card.alert.title}</b>${card.alert.body}</span>`
        : nothing}
      <span class="trail">${trail(card, view)}</span>
    </div>`;
}

/** What fits to the right of the camera: the gate, or how long it is until the start. */
function trail(card, view) {
  if (card.type !== TICKET) {
    return '';
  }
  const left = card.content.startsAt * 1000 - view.now;
  return left > 0 ? shortSpan(left) : card.content.gate ?? '';
}

function lockScreenCard(card, view) {
  const leaves = view.leaving.includes(card);
  const classes = `card ${card.state} ${card.state === 'active' && view.rings.has(card.id) ? 'rings' : ''} ${leaves ? 'leaves' : ''}`;
  return html`<div class=${classes}>${card.type === TICKET ? ticket(card, view) : anyCard(card)}</div>`;
}

/** What iOS asks below a card that a server started. */
function consent(phone, card, order) {
  const answer = (label, details) =>
    html`<button type="button" aria-label=${`${label}, ${phone.name}`}
      @click=${() => order('allow', {phone: phone.name, ...details})}>${label}</button>`;
  return card.asks
    ? html`<div class="consent" role="group" aria-label="Allow Live Activities from Tickets?">
        <span aria-hidden="true">Allow Live Activities from Tickets?</span>
        ${answer('Allow', {})} ${answer('Always Allow', {always: true})}
      </div>`
    : nothing;
}

function ticket(card, view) {
  const show = card.content;
  const startsAt = show.startsAt * 1000;
  return html`
    <p class="app">${ticketIcon}<span>Tickets</span><span class="when">${when(card, view)}</span></p>
    <p class="title">${show.title}</p>
    <p class="venue">${show.venue}</p>
    <dl>
      <div><dt>Starts</dt><dd>${time(startsAt, view.zone)}</dd></div>
      ${show.gate ? html`<div><dt>${show.gateLabel ?? 'Gate'}</dt><dd class="gate">${show.gate}</dd></div>` : nothing}
      ${show.seat ? html`<div><dt>Seat</dt><dd class="seat">${show.seat}</dd></div>` : nothing}
    </dl>
    ${show.message ? html`<p class="message">${show.message}</p>` : nothing}
    ${card.state === 'active' || card.state === 'stale'
      ? html`<progress max="100" value=${progress(show, view.now)} aria-label="Until the show begins, then until it ends"></progress>`
      : nothing}`;
}

function when(card, view) {
  const {startsAt, endsAt, status} = card.content;
  if (card.state === 'stale') {
    return 'may be out of date';
  }
  if (card.state !== 'active') {
    return capital(status);
  }
  if (startsAt * 1000 > view.now) {
    return `in ${span(startsAt * 1000 - view.now)}`;
  }
  return endsAt * 1000 > view.now ? 'now playing' : 'over';
}

/** How much of the three hours before the show has passed, and then of the show itself. */
function progress({startsAt, endsAt}, now) {
  const begins = startsAt * 1000;
  const from = now < begins ? begins - 3 * 3_600_000 : begins;
  const to = now < begins ? begins : endsAt * 1000;
  return Math.max(2, Math.min(100, ((now - from) / (to - from)) * 100));
}

/** A card of a type that this page knows nothing of. */
function anyCard(card) {
  const members = Object.entries(card.content).filter(([, value]) => typeof value !== 'object');
  return html`
    <p class="app"><span>${card.type.replace(/Attributes$/, '')}</span><span class="when">${card.state}</span></p>
    <dl class="members">
      ${members.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>`;
}

function buttons(phone, order) {
  const button = (name, label, kind = '') =>
    html`<button type="button" class=${kind} aria-label=${`${label}, ${phone.name}`}
      @click=${() => order(name, {phone: phone.name})}>${label}</button>`;
  return html`
    <div class="buttons" role="group" aria-label=${`What happens to ${phone.name}`}>
      ${phone.booked ? button('cancel', 'Cancel booking') : button('book', 'Book a ticket', 'first')}
      ${phone.cards.length > 0 ? button('swipe', 'Swipe away') : nothing}
      ${phone.installed ? button('rotate', 'Rotate tokens') : nothing}
      ${phone.installed ? (phone.quit ? button('open', 'Open app') : button('quit', 'Quit app')) : nothing}
      ${phone.offline ? button('online', 'Go online') : button('offline', 'Go offline')}
      ${phone.installed ? button('uninstall', 'Uninstall') : button('reinstall', 'Reinstall', 'first')}
    </div>`;
}

function switches(phone, order) {
  const toggle = (name, label, on) => html`
    <label class="switch">
      <input type="checkbox" role="switch" aria-label=${`${label}, ${phone.name}`} .checked=${on}
        @change=${event => order(name, {phone: phone.name, on: event.target.checked})}>
      <span aria-hidden="true">${label}</span>
    </label>`;
  return html`
    <div class="switches" role="group" aria-label=${`Settings of ${phone.name}`}>
      ${toggle('ask', 'Ask before updates', phone.asks)}
      ${toggle('frequent', 'Frequent updates', phone.frequent)}
    </div>`;
}

function line(push, zone) {
  return html`
    <li class=${push.shown ? (push.rang ? 'rang' : '') : 'lost'}>
      <time>${seconds(push.at, zone)}</time> <b class=${`event ${push.event}`}>${push.event || 'push'}</b>
      <span>${push.words}</span>
    </li>`;
}
