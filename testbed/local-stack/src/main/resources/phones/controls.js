/** What a visitor steers that is no phone: the show, business time, APNs. */

import {html, nothing} from './lib/lit-html.js';
import {day, moment, seconds} from './words.js';

const MOODS = [
  ['well', 'Well'],
  ['slow', 'Slow'],
  ['failing', 'Failing (503)'],
  ['down', 'Down'],
];

/** Business time, large. */
export function clock(view) {
  return html`
    <span class="label">Business time</span>
    <time class="clock">${seconds(view.now, view.zone)}</time>
    <span class="date">${day(view.now, view.zone)}${view.ahead ? html` · ${view.ahead} ahead` : nothing}</span>`;
}

/** All controls of the whole stack. */
export function desk(scene, view, order) {
  return html`
    <div class="desk">
      ${theShow(scene.show, view, order)}
      ${apns(scene.apns, order)}
      ${timeline(scene.show, view, order)}
    </div>`;
}

function theShow(show, view, order) {
  const button = (name, label) =>
    html`<button type="button" @click=${() => order(name, {})}>${label}</button>`;
  return html`
    <section class="panel" aria-labelledby="show">
      <h2 id="show">${show.title} <small>${moment(show.startsAt, view.zone)} · gate ${show.gate}</small></h2>
      <div class="buttons">
        ${button('change-gate', 'Change gate')}
        ${button('delay', 'Delay 30 min')}
        ${button('remind', 'Remind')}
        ${button('end', 'End the show')}
      </div>
    </section>`;
}

function apns(apns, order) {
  return html`
    <fieldset class="panel apns">
      <legend>APNs is</legend>
      <div class="moods">
        ${MOODS.map(([mood, label]) => html`
          <label class=${`mood ${mood}`}>
            <input type="radio" name="mood" .checked=${apns.mood === mood} @change=${() => order('apns', {mood})}>
            <span>${label}</span>
          </label>`)}
      </div>
      <p class="tally">${apns.requests} pushes, ${apns.refused} not accepted${apns.lastRefusal
        ? html`; the last one: ${apns.lastRefusal}` : nothing}</p>
    </fieldset>`;
}

function timeline(show, view, order) {
  const next = show.stops.find(stop => stop.at > view.now);
  return html`
    <section class="panel time" aria-labelledby="skip">
      <h2 id="skip">Skip to …</h2>
      <ol class="stops">
        ${show.stops.map(stop => {
          const passed = stop.at <= view.now;
          const kind = passed ? 'passed' : stop === next ? 'next' : '';
          return html`
            <li class=${kind}>
              <button type="button" ?disabled=${passed} @click=${() => order('skip', {to: stop.id})}>
                ${stop.label}<small>${moment(stop.at, view.zone)}</small>
              </button>
            </li>`;
        })}
        <li class="minutes"><button type="button" @click=${() => order('skip', {minutes: 20})}>+ 20 min<small>from now</small></button></li>
      </ol>
    </section>`;
}
