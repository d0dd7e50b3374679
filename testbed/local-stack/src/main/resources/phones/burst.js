/** A full house on other phones, with a plot of how fast they hear of it. */

import './lib/chart.umd.js';
import {html, nothing} from './lib/lit-html.js';

let plot;

/** The panel: how many, and how far. */
export function burst(state, order) {
  const start = event => {
    event.preventDefault();
    order('burst', {phones: Number(new FormData(event.target).get('phones'))});
  };
  return html`
    <section class="panel burst" aria-labelledby="house">
      <h2 id="house">A full house <small>on other phones: all sign in, book, and hear of another gate at once</small></h2>
      <form class="buttons" @submit=${start}>
        <label>Phones <input type="number" name="phones" min="1" max="10000" value="1000" required></label>
        <button type="submit">Start the burst</button>
      </form>
      ${state.stage
        ? html`<label class="far">
            <span>${state.stage}: ${state.done.toLocaleString('en')} of ${state.of.toLocaleString('en')}</span>
            <progress max=${state.of} value=${state.done}></progress>
          </label>`
        : nothing}
    </section>`;
}

/** Draws the windows so far onto a canvas in this element. */
export function drawPlot(state, element) {
  element.hidden = state.seconds.length === 0;
  if (element.hidden) {
    return;
  }
  plot ??= new globalThis.Chart(element.querySelector('canvas'), options());
  plot.data.labels = state.seconds;
  plot.data.datasets[0].data = state.perSecond;
  plot.data.datasets[1].data = state.median;
  plot.data.datasets[2].data = state.slowest;
  plot.update('none');
}

function options() {
  const ink = getComputedStyle(document.body).color;
  const grid = {color: 'rgb(128 128 128 / .25)'};
  const line = {pointRadius: 0, borderWidth: 2, data: []};
  const axis = title => ({beginAtZero: true, title: {display: true, text: title, color: ink}, ticks: {color: ink}, grid});
  return {
    type: 'line',
    data: {
      labels: [],
      datasets: [
        {...line, label: 'Pushes per second', borderColor: '#c98a0b', backgroundColor: 'rgb(246 196 83 / .25)', fill: true},
        {...line, label: 'Median latency', yAxisID: 'ms', borderColor: '#2f8f83', backgroundColor: '#2f8f83'},
        {...line, label: '99 of 100 below', yAxisID: 'ms', borderColor: '#c2405a', backgroundColor: '#c2405a', borderDash: [5, 4]},
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: {mode: 'index', intersect: false},
      plugins: {legend: {labels: {color: ink}}},
      scales: {
        x: {...axis('seconds'), type: 'linear'},
        y: axis('pushes per second'),
        ms: {...axis('milliseconds'), position: 'right', grid: {drawOnChartArea: false}},
      },
    },
  };
}
