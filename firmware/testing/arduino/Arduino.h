/* What first_sketch.ino uses of an Arduino, for the host's compiler; run_sketch.cpp is the board. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { A0 = 14 };

struct Port {
  void begin(unsigned long baud);
  size_t write(const uint8_t *bytes, size_t count);
  int read();
};
extern Port Serial;

unsigned long micros();
int analogRead(uint8_t pin);
void setup();
void loop();
