// SPDX-License-Identifier: EUPL-1.2
// Draws the mark (a tide staff with a float) as PNG: the app's icon and the picture in link previews.
import { deflateSync } from "node:zlib";

const ink = [15, 42, 51];
const sand = [246, 243, 236];
const sea = [225, 237, 238];
const yellow = [255, 199, 46];

// The mark's lines on a 40 by 40 grid, curves as short pieces.
function wave(x, y) {
  const points = [];
  const curve = (x0, y0, cx1, cy1, cx2, cy2, x1, y1) => {
    for (let i = 0; i <= 12; i += 1) {
      const t = i / 12;
      const u = 1 - t;
      points.push([
        u * u * u * x0 + 3 * u * u * t * cx1 + 3 * u * t * t * cx2 + t * t * t * x1,
        u * u * u * y0 + 3 * u * u * t * cy1 + 3 * u * t * t * cy2 + t * t * t * y1,
      ]);
    }
  };
  curve(x, y, x + 3, y - 3, x + 6, y - 3, x + 9, y);
  curve(x + 9, y, x + 12, y + 3, x + 15, y + 3, x + 18, y);
  return points;
}
const lines = [
  [[7, 3], [7, 37]],
  [[7, 4], [14, 4]],
  [[7, 12], [11.5, 12]],
  [[7, 20], [14, 20]],
  [[7, 28], [11.5, 28]],
  [[7, 36], [14, 36]],
  wave(18, 30),
];

function distanceToSegment(px, py, [ax, ay], [bx, by]) {
  const dx = bx - ax;
  const dy = by - ay;
  const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

function distanceToLines(x, y) {
  let best = Infinity;
  for (const line of lines)
    for (let i = 1; i < line.length; i += 1) best = Math.min(best, distanceToSegment(x, y, line[i - 1], line[i]));
  return best;
}

const mix = (under, over, amount) => under.map((value, i) => value + (over[i] - value) * amount);
const cover = (distance) => Math.max(0, Math.min(1, 0.5 - distance));

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}

/** PNG of `width` by `height` with the mark in the middle, `size` pixels high; below `waterline` (0..1) is sea. */
export function drawMark(width, height, size, waterline = 2) {
  const scale = size / 40;
  const left = (width - size) / 2;
  const top = (height - size) / 2;
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const gx = (x + 0.5 - left) / scale;
      const gy = (y + 0.5 - top) / scale;
      const level = waterline * height + Math.sin((x / width) * Math.PI * 6) * height * 0.012;
      let colour = mix(sand, sea, cover(level - y));
      const float = Math.hypot(gx - 27, gy - 16);
      colour = mix(colour, yellow, cover((float - 8) * scale));
      colour = mix(colour, ink, cover((Math.abs(float - 8) - 1.25) * scale));
      colour = mix(colour, ink, cover((distanceToLines(gx, gy) - 1.5) * scale));
      const at = y * (width * 3 + 1) + 1 + x * 3;
      for (let i = 0; i < 3; i += 1) rows[at + i] = Math.round(colour[i]);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
