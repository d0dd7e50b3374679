/** Times as people say them, in the time zone of the show. */

const formats = new Map();

function format(zone, name, options) {
  const key = zone + name;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat('en-GB', {timeZone: zone, ...options}));
  }
  return formats.get(key);
}

/** 19:30 */
export function time(millis, zone) {
  return format(zone, 'time', {hour: '2-digit', minute: '2-digit'}).format(millis);
}

/** 19:30:05 */
export function seconds(millis, zone) {
  return format(zone, 'seconds', {hour: '2-digit', minute: '2-digit', second: '2-digit'}).format(millis);
}

/** Friday 1 January */
export function day(millis, zone) {
  return format(zone, 'day', {weekday: 'long', day: 'numeric', month: 'long'}).format(millis).replace(',', '');
}

/** Fri 1 Jan, 19:30 */
export function moment(millis, zone) {
  const date = format(zone, 'moment', {weekday: 'short', day: 'numeric', month: 'short'}).format(millis);
  return `${date.replace(',', '')}, ${time(millis, zone)}`;
}

/** 40 days, 3 h 5 min, or 12 min: the next whole minute, as countdowns do. */
export function span(millis) {
  const minutes = Math.ceil(millis / 60_000);
  if (minutes >= 48 * 60) {
    return `${Math.floor(minutes / 1440)} days`;
  }
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return hours === 0 ? `${rest} min` : rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** 3h or 12m: where there is no room. */
export function shortSpan(millis) {
  const minutes = Math.ceil(millis / 60_000);
  return minutes >= 60 ? `${Math.round(minutes / 60)}h` : `${minutes}m`;
}

/** Upper case at the beginning. */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
