/** The page: draws what the server tells it, as it tells it, and says what came of each control. */

import {html, render} from './lib/lit-html.js';
import {burst, drawPlot} from './burst.js';
import {clock, desk} from './controls.js';
import {phone} from './phone.js';
import {span} from './words.js';

/** How long an alert can be seen. */
const RING_MILLIS = 5_000;

/** How long a card takes to leave; page.css moves it for as long. */
const LEAVE_MILLIS = 600;

const element = id => document.getElementById(id);

let scene;
let rungBefore;
const ringing = new Map();
const leaving = new Map();

function take(next) {
  const now = performance.now();
  const rung = new Map(next.phones.flatMap(phone => phone.cards.map(card => [card.id, card.rung])));
  if (rungBefore) {
    for (const [id, times] of rung) {
      if (times > (rungBefore.get(id) ?? 0)) {
        ringing.set(id, now + RING_MILLIS);
      }
    }
    for (const phone of scene.phones) {
      for (const card of phone.cards.filter(card => !rung.has(card.id))) {
        leaving.set(card.id, {phone: phone.name, card, until: now + LEAVE_MILLIS});
        setTimeout(draw, LEAVE_MILLIS + 20);
      }
    }
  }
  rungBefore = rung;
  scene = next;
  draw();
  drawPlot(scene.burst, element('plot'));
}

function forgetPast(map, until) {
  const now = performance.now();
  for (const [id, value] of map) {
    if (until(value) < now) {
      map.delete(id);
    }
  }
}

function draw() {
  if (!scene) {
    return;
  }
  forgetPast(ringing, until => until);
  forgetPast(leaving, ({until}) => until);
  const view = {
    now: Date.now() + scene.offsetMillis,
    zone: scene.show.zone,
    ahead: scene.offsetMillis > 60_000 ? span(scene.offsetMillis) : '',
    cardStarts: scene.show.stops[0].at,
    rings: ringing,
  };
  render(clock(view), element('now'));
  render(desk(scene, view, order), element('desk'));
  render(burst(scene.burst, order), element('burst'));
  render(
    html`${scene.phones.map((each, index) =>
      phone(each, {...view, index, leaving: leavingFrom(each)}, order))}`,
    element('phones'));
}

function leavingFrom(phone) {
  return [...leaving.values()].filter(each => each.phone === phone.name).map(each => each.card);
}

async function order(name, details) {
  try {
    const response = await fetch(`controls/${name}`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify(details),
    });
    const answer = await response.json();
    say(answer.said ?? answer.problem, response.ok ? '' : 'problem');
  } catch {
    say('Marquee does not answer. Is ./marquee up still running?', 'problem');
  }
  draw();
}

function say(words, kind) {
  const line = element('said');
  line.textContent = words;
  line.className = `said ${kind}`;
}

const live = new EventSource('live');
let lost = false;
live.addEventListener('message', message => {
  if (lost) {
    say('Connected again.', '');
    lost = false;
  }
  take(JSON.parse(message.data));
});
live.addEventListener('error', () => {
  lost = true;
  say('The connection is lost. Is ./marquee up still running? This page tries again.', 'problem');
});
setInterval(draw, 500);
