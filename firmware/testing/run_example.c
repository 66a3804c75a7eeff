/*
 * A board made of a file: runs examples/first_device.c for a told time, with what the host says at told moments.
 * stdin: lines "MS HEX" (at so many milliseconds the host sends these bytes), then the end "MS -". stdout: the wire bytes.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../stridelink.h"

void board_write(void *context, const uint8_t *bytes, size_t count);
int board_read(void);
uint32_t board_micros(void);
float board_knee_degrees(void);
void device_begin(void);
void device_loop(void);

/* The clock starts shortly before it wraps, as a device's does once in 71.6 minutes. */
#define START_US 4294000000u
#define LOOP_US 250u

static uint32_t elapsed_us;
static char incoming[256];
static size_t incoming_at;

void board_write(void *context, const uint8_t *bytes, size_t count) {
  (void)context;
  fwrite(bytes, 1, count, stdout);
}

int board_read(void) {
  unsigned value;
  if (sscanf(incoming + incoming_at, "%2x", &value) != 1) return -1;
  incoming_at += 2;
  return (int)value;
}

uint32_t board_micros(void) { return START_US + elapsed_us; }

/* Tells the moment at which it was asked: a tenth of a degree each millisecond, from -50 to 50. */
float board_knee_degrees(void) { return (float)(elapsed_us / 1000u % 1000u) * 0.1f - 50.0f; }

int main(void) {
  char next[256];
  unsigned long at_ms;
  device_begin();
  while (scanf("%lu %255s", &at_ms, next) == 2) {
    for (; elapsed_us < at_ms * 1000u; elapsed_us += LOOP_US) device_loop();
    incoming_at = 0;
    for (size_t i = 0; i < sizeof next; i++) incoming[i] = next[i];
  }
  return 0;
}
