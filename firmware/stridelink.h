/*
 * Stridelink 1 for devices: everything that a firmware needs to speak to Stridecast, in one header.
 * docs/protocol.md is the protocol and its quick start, examples/first_device.c a whole device.
 *
 * C99 (C++11 as well). Needs no library, no heap and no operating system; one sl_link is about 300 bytes of RAM.
 * Not reentrant: send and receive of one sl_link belong to one task, or stand behind one lock.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef STRIDELINK_H
#define STRIDELINK_H

#include <float.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if FLT_RADIX != 2 || FLT_MANT_DIG != 24
#error "Stridelink sends float as IEEE 754 binary32"
#endif

#define SL_VERSION 1

/* Longest frame before stuffing: type 1, sequence 2, body, CRC 2. */
#define SL_MAX_FRAME 2048u
#define SL_MAX_BODY (SL_MAX_FRAME - 5u)

/*
 * Bytes that are collected before they are written, 256 (more than the longest COBS block) to 4096. A frame that
 * fits goes out by one call of `write`; a longer one by several.
 */
#ifndef SL_WRITE_BUFFER
#define SL_WRITE_BUFFER 256u
#endif
#if SL_WRITE_BUFFER < 256u || SL_WRITE_BUFFER > 4096u
#error "SL_WRITE_BUFFER is 256 to 4096"
#endif

/* Room for the host's longest frame, HELLO, and some more; a longer frame is none that version 1 knows. */
#define SL_READ_BUFFER 24u

/* Frames from the device. */
enum { SL_DESCRIBE = 0x01, SL_SAMPLES = 0x02, SL_STATUS = 0x03, SL_MARKER = 0x04, SL_HEARTBEAT = 0x05, SL_ACK = 0x06 };

/* Commands from the host. */
enum {
  SL_NONE = 0,
  SL_HOST_HELLO = 0x41,
  SL_HOST_START = 0x42,
  SL_HOST_STOP = 0x43,
  SL_HOST_HEARTBEAT = 0x44,
  SL_HOST_STOP_REQUEST = 0x45
};

/* Results of an ACK. */
enum { SL_REFUSED = 0, SL_ACCEPTED = 1, SL_ALREADY = 2 };

/* Units of a channel. */
enum { SL_DEG = 1, SL_DEG_PER_S = 2, SL_MV = 3, SL_UV = 4, SL_N = 5, SL_NM = 6, SL_BOOL = 7, SL_OTHER = 8 };

#define SL_BATTERY_UNKNOWN 255
/* STATUS flags: a stop was requested and is in force. Bits 8 to 15 are the device's own. */
#define SL_FLAG_STOP_REQUESTED 0x0001u

/* Value in `unit` = raw * scale + offset. `name`: see "Channels, units and signs" in docs/protocol.md. */
typedef struct {
  const char *name;
  uint8_t unit;
  float scale;
  float offset;
} sl_channel;

typedef struct {
  uint8_t id;
  /* Samples a second of each channel. */
  float rate;
  uint8_t channel_count;
  const sl_channel *channels;
} sl_stream;

/* Texts are UTF-8 of at most 255 bytes. `serial`: calibration is remembered under it, so no two devices share one. */
typedef struct {
  const char *name;
  const char *serial;
  const char *firmware;
  uint8_t stream_count;
  const sl_stream *streams;
} sl_device;

/*
 * Puts bytes on the line. It takes all of them or drops some; a frame that lost bytes is counted as lost by the host, and
 * the next one is read well.
 */
typedef void (*sl_write_fn)(void *context, const uint8_t *bytes, size_t count);

/* One line to a host. `nonce` and `host_version` are those of the last HELLO; the rest is the header's own. */
typedef struct {
  uint32_t nonce;
  uint8_t host_version;

  sl_write_fn write;
  void *context;
  uint16_t sequence;
  uint16_t crc;
  uint16_t code_at;
  uint16_t used;
  uint8_t out[SL_WRITE_BUFFER];

  uint8_t in[SL_READ_BUFFER];
  uint8_t in_used;
  bool in_overlong;
} sl_link;

/* ---- CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xffff; "123456789" gives 0x29b1 -------------------------------- */

static inline uint16_t sl_crc16(uint16_t crc, uint8_t byte) {
  crc = (uint16_t)(crc ^ (uint16_t)((uint16_t)byte << 8));
  for (int bit = 0; bit < 8; bit++)
    crc = (uint16_t)((crc & 0x8000u) != 0 ? (uint16_t)(crc << 1) ^ 0x1021u : (uint16_t)(crc << 1));
  return crc;
}

/* ---- COBS, stuffed while the frame is made; only the block that is not closed yet is held back ------------------- */

/* Closes the block (its code is its length) and begins the next. Closed blocks may go out at any time. */
static inline void sl_next_block(sl_link *link) {
  link->out[link->code_at] = (uint8_t)(link->used - link->code_at);
  if (link->used == SL_WRITE_BUFFER) {
    link->write(link->context, link->out, link->used);
    link->used = 0;
  }
  link->code_at = link->used;
  link->used = (uint16_t)(link->used + 1u);
}

static inline void sl_stuff(sl_link *link, uint8_t byte) {
  if (link->used - link->code_at == 255) sl_next_block(link);
  if (byte == 0) {
    sl_next_block(link);
    return;
  }
  if (link->used == SL_WRITE_BUFFER) {
    const uint16_t closed = link->code_at;
    link->write(link->context, link->out, closed);
    for (uint16_t i = closed; i < link->used; i++) link->out[i - closed] = link->out[i];
    link->used = (uint16_t)(link->used - closed);
    link->code_at = 0;
  }
  link->out[link->used] = byte;
  link->used = (uint16_t)(link->used + 1u);
}

/* ---- Parts of a frame, little endian ------------------------------------------------------------------------------ */

static inline void sl_put_u8(sl_link *link, uint8_t value) {
  link->crc = sl_crc16(link->crc, value);
  sl_stuff(link, value);
}

static inline void sl_put_u16(sl_link *link, uint16_t value) {
  sl_put_u8(link, (uint8_t)(value & 0xffu));
  sl_put_u8(link, (uint8_t)(value >> 8));
}

static inline void sl_put_u32(sl_link *link, uint32_t value) {
  sl_put_u16(link, (uint16_t)(value & 0xffffu));
  sl_put_u16(link, (uint16_t)(value >> 16));
}

static inline void sl_put_f32(sl_link *link, float value) {
  /* Byte by byte: the one copy that C and C++ both define, without string.h. */
  uint32_t bits = 0;
  const unsigned char *from = (const unsigned char *)&value;
  unsigned char *to = (unsigned char *)&bits;
  for (size_t i = 0; i < sizeof bits; i++) to[i] = from[i];
  sl_put_u32(link, bits);
}

static inline size_t sl_text_length(const char *text) {
  size_t length = 0;
  while (text[length] != '\0') length++;
  return length;
}

static inline void sl_put_text(sl_link *link, const char *text) {
  const size_t length = sl_text_length(text);
  sl_put_u8(link, (uint8_t)length);
  for (size_t i = 0; i < length; i++) sl_put_u8(link, (uint8_t)text[i]);
}

static inline void sl_begin_frame(sl_link *link, uint8_t type) {
  link->crc = 0xffff;
  link->code_at = 0;
  link->used = 1;
  sl_put_u8(link, type);
  sl_put_u16(link, link->sequence);
  link->sequence = (uint16_t)(link->sequence + 1u);
}

static inline void sl_end_frame(sl_link *link) {
  const uint16_t crc = link->crc;
  sl_put_u16(link, crc);
  link->out[link->code_at] = (uint8_t)(link->used - link->code_at);
  if (link->used == SL_WRITE_BUFFER) {
    link->write(link->context, link->out, link->used);
    link->used = 0;
  }
  link->out[link->used] = 0;
  link->write(link->context, link->out, (size_t)link->used + 1u);
}

/* ---- What a device does ------------------------------------------------------------------------------------------- */

/* Call once after booting. Sends one delimiter, so that noise on the line does not cost the first frame. */
static inline void sl_open(sl_link *link, sl_write_fn write, void *context) {
  const uint8_t delimiter = 0;
  link->nonce = 0;
  link->host_version = 0;
  link->write = write;
  link->context = context;
  link->sequence = 0;
  link->in_used = 0;
  link->in_overlong = false;
  write(context, &delimiter, 1);
}

/* Answer to SL_HOST_HELLO. False, and nothing is sent, where a text is above 255 bytes or all of it above 2043. */
static inline bool sl_send_describe(sl_link *link, const sl_device *device) {
  const size_t name = sl_text_length(device->name);
  const size_t serial = sl_text_length(device->serial);
  const size_t firmware = sl_text_length(device->firmware);
  /* 32 bits: where size_t has 16, a description far too long would wrap and seem short. */
  uint32_t length = 1u + 3u + (uint32_t)name + (uint32_t)serial + (uint32_t)firmware + 1u;
  if (name > 255u || serial > 255u || firmware > 255u) return false;
  for (uint8_t s = 0; s < device->stream_count; s++) {
    const sl_stream *stream = &device->streams[s];
    length += 1u + 4u + 1u;
    for (uint8_t c = 0; c < stream->channel_count; c++) {
      const size_t channel = sl_text_length(stream->channels[c].name);
      if (channel > 255u) return false;
      length += 1u + (uint32_t)channel + 1u + 1u + 4u + 4u;
    }
  }
  if (length > SL_MAX_BODY) return false;

  sl_begin_frame(link, SL_DESCRIBE);
  sl_put_u8(link, SL_VERSION);
  sl_put_text(link, device->name);
  sl_put_text(link, device->serial);
  sl_put_text(link, device->firmware);
  sl_put_u8(link, device->stream_count);
  for (uint8_t s = 0; s < device->stream_count; s++) {
    const sl_stream *stream = &device->streams[s];
    sl_put_u8(link, stream->id);
    sl_put_f32(link, stream->rate);
    sl_put_u8(link, stream->channel_count);
    for (uint8_t c = 0; c < stream->channel_count; c++) {
      const sl_channel *channel = &stream->channels[c];
      sl_put_text(link, channel->name);
      sl_put_u8(link, channel->unit);
      sl_put_u8(link, 1); /* encoding: signed 16 bit, the one of version 1 */
      sl_put_f32(link, channel->scale);
      sl_put_f32(link, channel->offset);
    }
  }
  sl_end_frame(link);
  return true;
}

/*
 * `clock_us`: device clock when the first of these samples was taken, us, wrapping at 2^32. `first`: its number in the stream,
 * from 0 at an accepted START. `raw`: count * channels values, all channels of the first sample, then of the second.
 * False, and nothing is sent, for no sample, or a frame above 2048 bytes; keep frames far shorter, they are the delay.
 */
static inline bool sl_send_samples(sl_link *link, const sl_stream *stream, uint32_t clock_us, uint32_t first, uint8_t count,
                                   const int16_t *raw) {
  const uint32_t values = (uint32_t)count * stream->channel_count;
  if (count == 0 || 10u + 2u * values > SL_MAX_BODY) return false;
  sl_begin_frame(link, SL_SAMPLES);
  sl_put_u8(link, stream->id);
  sl_put_u32(link, clock_us);
  sl_put_u32(link, first);
  sl_put_u8(link, count);
  for (uint16_t i = 0; i < values; i++) sl_put_u16(link, (uint16_t)raw[i]);
  sl_end_frame(link);
  return true;
}

/*
 * A value in the channel's unit as the wire carries it, rounded, and held at the ends of the range. NaN becomes the lowest
 * number, which with a sensible scale no sound sensor gives and the host shows as out of range.
 */
static inline int16_t sl_raw(const sl_channel *channel, float value) {
  const float steps = (value - channel->offset) / channel->scale;
  if (steps >= 32767.0f) return INT16_MAX;
  if (!(steps > -32768.0f)) return INT16_MIN;
  return (int16_t)(steps < 0 ? steps - 0.5f : steps + 0.5f);
}

/* Once a second, streaming or not. A host that hears "not streaming" asks to START again. */
static inline void sl_send_heartbeat(sl_link *link, uint32_t clock_us, bool streaming) {
  sl_begin_frame(link, SL_HEARTBEAT);
  sl_put_u32(link, clock_us);
  sl_put_u8(link, streaming ? 1 : 0);
  sl_end_frame(link);
}

/* Answer to `command` (SL_HOST_START, _STOP, _STOP_REQUEST). */
static inline void sl_send_ack(sl_link *link, uint8_t command, uint8_t result) {
  sl_begin_frame(link, SL_ACK);
  sl_put_u8(link, command);
  sl_put_u8(link, result);
  sl_end_frame(link);
}

/* Every few seconds. `battery`: percent, or SL_BATTERY_UNKNOWN. False for a text above 255 bytes. */
static inline bool sl_send_status(sl_link *link, uint32_t clock_us, uint8_t battery, uint16_t flags, const char *text) {
  if (sl_text_length(text) > 255u) return false;
  sl_begin_frame(link, SL_STATUS);
  sl_put_u32(link, clock_us);
  sl_put_u8(link, battery);
  sl_put_u16(link, flags);
  sl_put_text(link, text);
  sl_end_frame(link);
  return true;
}

/* An event of the device's own, e.g. a button. False for a label above 255 bytes. */
static inline bool sl_send_marker(sl_link *link, uint32_t clock_us, const char *label) {
  if (sl_text_length(label) > 255u) return false;
  sl_begin_frame(link, SL_MARKER);
  sl_put_u32(link, clock_us);
  sl_put_text(link, label);
  sl_end_frame(link);
  return true;
}

/* ---- Commands from the host --------------------------------------------------------------------------------------- */

/* Unstuffs in place; the new length, or -1 for what is no COBS. The bytes hold no zero. */
static inline int sl_unstuff(uint8_t *bytes, uint8_t count) {
  uint8_t from = 0;
  uint8_t to = 0;
  while (from < count) {
    const uint8_t code = bytes[from++];
    if (from + code - 1 > count) return -1;
    for (uint8_t k = 1; k < code; k++) bytes[to++] = bytes[from++];
    if (code != 0xff && from < count) bytes[to++] = 0;
  }
  return to;
}

/* The command in what lies before a delimiter, or SL_NONE for a frame that is broken, unknown or of another length. */
static inline uint8_t sl_command_in(sl_link *link) {
  const int length = sl_unstuff(link->in, link->in_used);
  uint16_t crc = 0xffff;
  if (length < 5) return SL_NONE;
  for (int i = 0; i < length - 2; i++) crc = sl_crc16(crc, link->in[i]);
  if (link->in[length - 2] != (crc & 0xffu) || link->in[length - 1] != crc >> 8) return SL_NONE;
  switch (link->in[0]) {
    case SL_HOST_HELLO:
      if (length != 10) return SL_NONE;
      link->host_version = link->in[3];
      link->nonce = (uint32_t)link->in[4] | (uint32_t)link->in[5] << 8 | (uint32_t)link->in[6] << 16 |
                    (uint32_t)link->in[7] << 24;
      return SL_HOST_HELLO;
    case SL_HOST_START:
    case SL_HOST_STOP:
    case SL_HOST_HEARTBEAT:
    case SL_HOST_STOP_REQUEST:
      return length == 5 ? link->in[0] : (uint8_t)SL_NONE;
    default:
      return SL_NONE;
  }
}

/* Give it each byte from the line. The command that the byte completes, or SL_NONE. */
static inline uint8_t sl_receive(sl_link *link, uint8_t byte) {
  uint8_t command = SL_NONE;
  if (byte != 0) {
    if (link->in_used < SL_READ_BUFFER)
      link->in[link->in_used++] = byte;
    else
      link->in_overlong = true;
    return SL_NONE;
  }
  if (!link->in_overlong && link->in_used > 0) command = sl_command_in(link);
  link->in_used = 0;
  link->in_overlong = false;
  return command;
}

#endif
