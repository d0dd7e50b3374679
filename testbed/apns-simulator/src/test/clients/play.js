/**
 * Plays the same pushes with two clients of other people, and prints a line for each: the client,
 * the push, and what APNs answered.
 *
 * node play.js PORT FOLDER LIVE_TOKEN DEAD_TOKEN
 *
 * FOLDER holds key.p8, wrong-key.p8 (same key id, but APNs does not know it) and certificate.pem.
 */

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import apn from '@parse/node-apn';
import {ApnsClient, Notification, Priority, PushType} from 'apns2';
import {Pool} from 'undici';

const [port, folder, live, dead] = process.argv.slice(2);
const TEAM = 'TEAM000001';
const KEY = 'KEY0000001';
const TOPIC = 'com.example.tickets.push-type.liveactivity';
const key = name => readFileSync(join(folder, `${name}.p8`), 'utf8');
const ca = readFileSync(join(folder, 'certificate.pem'), 'utf8');
const now = Math.floor(Date.now() / 1000);

const start = {
  timestamp: now,
  event: 'start',
  'attributes-type': 'TicketAttributes',
  attributes: {bookingId: 'b-1'},
  'content-state': {gate: 'A'},
  alert: {title: 'Hamlet', body: 'Doors at seven'},
};
const update = {timestamp: now + 1, event: 'update', 'content-state': {gate: 'B'}};
const end = {timestamp: now + 2, event: 'end', 'content-state': {gate: 'B'}, 'dismissal-date': now};
const oversized = {...update, 'content-state': {gate: 'B'.repeat(5000)}};

const cases = [
  ['start', 'key', live, start],
  ['update', 'key', live, update],
  ['end', 'key', live, end],
  ['oversized payload', 'key', live, oversized],
  ['dead token', 'key', dead, update],
  ['wrong key', 'wrong-key', live, update],
];

/** The port is fixed to 443 in it, so its pool of connections is put in place of the one it made. */
function apns2(keyName) {
  const client = new ApnsClient({team: TEAM, keyId: KEY, signingKey: key(keyName), defaultTopic: TOPIC});
  client.client = new Pool(`https://localhost:${port}`, {
    connections: 1,
    pipelining: 1,
    allowH2: true,
    maxConcurrentStreams: 100,
    connect: {ca},
  });
  return {
    async push(token, aps) {
      try {
        await client.send(
          new Notification(token, {type: PushType.liveactivity, priority: Priority.immediate, aps}),
        );
        return '200';
      } catch (error) {
        return `${error.statusCode} ${error.reason}`;
      }
    },
    close: () => client.close(),
  };
}

function nodeApn(keyName) {
  const provider = new apn.Provider({
    token: {key: key(keyName), keyId: KEY, teamId: TEAM},
    address: 'localhost',
    port,
    ca,
  });
  return {
    async push(token, aps) {
      const notification = new apn.Notification();
      notification.topic = TOPIC;
      notification.pushType = 'liveactivity';
      notification.priority = 10;
      notification.rawPayload = {aps};
      const {failed} = await provider.send(notification, token);
      return failed.length === 0 ? '200' : `${failed[0].status} ${failed[0].response?.reason}`;
    },
    close: () => provider.shutdown(),
  };
}

for (const [name, make] of [['apns2', apns2], ['@parse/node-apn', nodeApn]]) {
  for (const [push, keyName, token, aps] of cases) {
    const client = make(keyName);
    console.log(`${name}: ${push}: ${await client.push(token, aps)}`);
    await client.close();
  }
}
process.exit();
