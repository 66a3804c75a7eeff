/*
 * The smallest whole device: one knee angle at 100 Hz, five samples a frame. Give it the four functions of your board, call
 * device_begin() once and device_loop() as often as you can (the task of an RTOS; for an Arduino see first_sketch).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "stridelink.h"

/* ---- Your board --------------------------------------------------------------------------------------------------- */

void board_write(void *context, const uint8_t *bytes, size_t count); /* to the serial line */
int board_read(void);                                                /* a byte from it, or -1 for none */
uint32_t board_micros(void);                                         /* a clock that wraps at 2^32 us */
float board_knee_degrees(void);                                      /* 0: straight leg, flexion positive */

void device_begin(void);
void device_loop(void);

/* ---- Who it is and what it sends ------------------------------------------------------------------------------------ */

static const sl_channel CHANNELS[] = {{"knee_angle_r", SL_DEG, 0.01f, 0}};
static const sl_stream STREAM = {0, 100, 1, CHANNELS};
static const sl_device DEVICE = {"My exoskeleton", "SN-0001", "0.1.0", 1, &STREAM};

#define SAMPLE_US 10000u
#define SAMPLES_IN_FRAME 5u
#define HEARTBEAT_US 1000000u

static sl_link host;
static bool streaming;
static uint32_t next_sample_us, last_heartbeat_us;
static uint32_t first_index, frame_clock_us;
static int16_t raw[SAMPLES_IN_FRAME];
static uint8_t filled;

void device_begin(void) {
  sl_open(&host, board_write, 0);
  last_heartbeat_us = board_micros();
}

static void obey(uint8_t command) {
  switch (command) {
    case SL_HOST_HELLO:
      sl_send_describe(&host, &DEVICE);
      break;
    case SL_HOST_START:
      sl_send_ack(&host, SL_HOST_START, streaming ? SL_ALREADY : SL_ACCEPTED);
      if (!streaming) {
        streaming = true;
        next_sample_us = board_micros();
        first_index = 0;
        filled = 0;
      }
      break;
    case SL_HOST_STOP:
      sl_send_ack(&host, SL_HOST_STOP, streaming ? SL_ACCEPTED : SL_ALREADY);
      streaming = false;
      break;
    case SL_HOST_STOP_REQUEST:
      /* This device has no motor to stop. One that has brings it to rest in its own way, and accepts. */
      sl_send_ack(&host, SL_HOST_STOP_REQUEST, SL_REFUSED);
      break;
    default:
      break;
  }
}

static void send_frame(void) {
  if (filled > 0) sl_send_samples(&host, &STREAM, frame_clock_us, first_index, filled, raw);
  first_index += filled;
  filled = 0;
}

static void sample(uint32_t late_us) {
  if (late_us >= SAMPLE_US) {
    /* Its moment has passed. It is counted, so that the host sees the loss, and never made up. */
    send_frame();
    first_index++;
  } else {
    if (filled == 0) frame_clock_us = next_sample_us;
    raw[filled++] = sl_raw(&CHANNELS[0], board_knee_degrees());
    if (filled == SAMPLES_IN_FRAME) send_frame();
  }
  next_sample_us += SAMPLE_US;
}

void device_loop(void) {
  for (int byte = board_read(); byte >= 0; byte = board_read()) obey(sl_receive(&host, (uint8_t)byte));
  const uint32_t now = board_micros();
  if (streaming && (int32_t)(now - next_sample_us) >= 0) sample(now - next_sample_us);
  if (now - last_heartbeat_us >= HEARTBEAT_US) {
    last_heartbeat_us = now;
    sl_send_heartbeat(&host, now, streaming);
  }
}
