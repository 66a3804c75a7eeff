/*
 * Drives stridelink.h from the tests: one order a line on stdin, what came of it as one line on stdout. Runs on a host, so
 * it may use what a firmware may not. Texts are hex ("-" for none), numbers decimal, floats as C prints them.
 *
 *   sequence N                        what the next frame is counted as
 *   device NAME SERIAL FIRMWARE N     then N x:  stream ID RATE N   then N x:  channel NAME UNIT SCALE OFFSET
 *   describe | ack C R | samples STREAM CLOCK FIRST COUNT RAW... | status CLOCK BATTERY FLAGS TEXT | marker CLOCK LABEL
 *   heartbeat CLOCK STREAMING         -> the wire bytes in hex, or "refused"
 *   receive HEX                       -> the commands, e.g. "65:1:16909060 66"
 *   raw STREAM CHANNEL VALUE          -> the number
 *   crc HEX                           -> the number
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../stridelink.h"

#define MAX_STREAMS 32
#define MAX_CHANNELS 255
#define MAX_BYTES 8192

static sl_link link_;
static sl_device device;
static sl_stream streams[MAX_STREAMS];
static sl_channel channels[MAX_STREAMS][MAX_CHANNELS];
static uint8_t written[MAX_BYTES];
static size_t written_count;

static void collect(void *context, const uint8_t *bytes, size_t count) {
  (void)context;
  if (written_count + count > MAX_BYTES) exit(3);
  memcpy(written + written_count, bytes, count);
  written_count += count;
}

static void word(char *to, size_t size) {
  char format[16];
  snprintf(format, sizeof format, "%%%us", (unsigned)(size - 1));
  if (scanf(format, to) != 1) exit(2);
}

static double number(void) {
  double value;
  if (scanf("%lf", &value) != 1) exit(2);
  return value;
}

static size_t bytes(uint8_t *to) {
  static char hex[2 * MAX_BYTES + 1];
  size_t count;
  word(hex, sizeof hex);
  if (strcmp(hex, "-") == 0) return 0;
  count = strlen(hex) / 2;
  for (size_t i = 0; i < count; i++) {
    unsigned value;
    if (sscanf(hex + 2 * i, "%2x", &value) != 1) exit(2);
    to[i] = (uint8_t)value;
  }
  return count;
}

/* Texts live until the program ends. */
static char *text(void) {
  static uint8_t read[MAX_BYTES];
  const size_t count = bytes(read);
  char *made = malloc(count + 1);
  if (made == NULL) exit(3);
  memcpy(made, read, count);
  made[count] = '\0';
  return made;
}

static void read_device(void) {
  device.name = text();
  device.serial = text();
  device.firmware = text();
  device.stream_count = (uint8_t)number();
  device.streams = streams;
  for (int s = 0; s < device.stream_count; s++) {
    streams[s].id = (uint8_t)number();
    streams[s].rate = (float)number();
    streams[s].channel_count = (uint8_t)number();
    streams[s].channels = channels[s];
    for (int c = 0; c < streams[s].channel_count; c++) {
      channels[s][c].name = text();
      channels[s][c].unit = (uint8_t)number();
      channels[s][c].scale = (float)number();
      channels[s][c].offset = (float)number();
    }
  }
}

static bool send_samples(void) {
  static int16_t raw[MAX_BYTES];
  const sl_stream *stream = &streams[(int)number()];
  const uint32_t clock = (uint32_t)number();
  const uint32_t first = (uint32_t)number();
  const uint8_t count = (uint8_t)number();
  const int values = count * stream->channel_count;
  if (values > MAX_BYTES) exit(3);
  for (int i = 0; i < values; i++) raw[i] = (int16_t)number();
  return sl_send_samples(&link_, stream, clock, first, count, raw);
}

static bool send(const char *order) {
  if (strcmp(order, "describe") == 0) return sl_send_describe(&link_, &device);
  if (strcmp(order, "samples") == 0) return send_samples();
  const uint32_t first = (uint32_t)number();
  if (strcmp(order, "ack") == 0) {
    sl_send_ack(&link_, (uint8_t)first, (uint8_t)number());
    return true;
  }
  if (strcmp(order, "heartbeat") == 0) {
    sl_send_heartbeat(&link_, first, number() != 0);
    return true;
  }
  if (strcmp(order, "marker") == 0) return sl_send_marker(&link_, first, text());
  if (strcmp(order, "status") == 0) {
    const uint8_t battery = (uint8_t)number();
    const uint16_t flags = (uint16_t)number();
    return sl_send_status(&link_, first, battery, flags, text());
  }
  exit(2);
}

static void print_written(void) {
  for (size_t i = 0; i < written_count; i++) printf("%02x", written[i]);
  printf("\n");
}

static void receive(void) {
  static uint8_t from_host[MAX_BYTES];
  const size_t count = bytes(from_host);
  for (size_t i = 0; i < count; i++) {
    const unsigned command = sl_receive(&link_, from_host[i]);
    if (command == SL_HOST_HELLO)
      printf("%u:%u:%lu ", command, (unsigned)link_.host_version, (unsigned long)link_.nonce);
    else if (command != SL_NONE)
      printf("%u ", command);
  }
  printf("\n");
}

int main(void) {
  char order[32];
  sl_open(&link_, collect, NULL);
  print_written();
  while (scanf("%31s", order) == 1) {
    if (strcmp(order, "sequence") == 0) {
      link_.sequence = (uint16_t)number();
    } else if (strcmp(order, "device") == 0) {
      read_device();
    } else if (strcmp(order, "receive") == 0) {
      receive();
    } else if (strcmp(order, "raw") == 0) {
      const sl_stream *stream = &streams[(int)number()];
      const sl_channel *channel = &stream->channels[(int)number()];
      printf("%d\n", sl_raw(channel, (float)number()));
    } else if (strcmp(order, "crc") == 0) {
      uint8_t data[64];
      uint16_t crc = 0xffff;
      const size_t count = bytes(data);
      for (size_t i = 0; i < count; i++) crc = sl_crc16(crc, data[i]);
      printf("%u\n", crc);
    } else {
      written_count = 0;
      if (send(order))
        print_written();
      else
        printf("refused\n");
    }
  }
  return 0;
}
