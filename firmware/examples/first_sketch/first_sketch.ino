/*
 * first_device.c on an Arduino board. Put stridelink.h and first_device.c into the folder of this sketch, the latter
 * under the name first_device.cpp: a sketch is C++.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "stridelink.h"

void device_begin(void);
void device_loop(void);

void board_write(void *, const uint8_t *bytes, size_t count) { Serial.write(bytes, count); }
int board_read(void) { return Serial.read(); }
uint32_t board_micros(void) { return micros(); }

/* A potentiometer of 270 degrees in the place of a knee: 0 in the middle. */
float board_knee_degrees(void) { return analogRead(A0) * (270.0f / 1023.0f) - 135.0f; }

void setup() {
  /* Choose the same rate on screen. A board of 16 MHz (Uno, Nano, Mega) cannot do 921600; on USB of its own it means nothing. */
  Serial.begin(115200);
  device_begin();
}

void loop() { device_loop(); }
