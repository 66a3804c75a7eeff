/*
 * A board made of a file, for examples/first_sketch. stdin: the host's bytes as hex, all there from the beginning.
 * stdout: what the board sends in one second. The potentiometer stands at 512.
 */
#include <stdio.h>

#include "examples/first_sketch/first_sketch.ino"

Port Serial;
static unsigned long now_us;

void Port::begin(unsigned long) {}
size_t Port::write(const uint8_t *bytes, size_t count) { return fwrite(bytes, 1, count, stdout); }
int Port::read() {
  unsigned value;
  return scanf("%2x", &value) == 1 ? (int)value : -1;
}

unsigned long micros() { return now_us; }
int analogRead(uint8_t pin) { return pin == A0 ? 512 : 0; }

int main() {
  setup();
  for (; now_us < 1000000; now_us += 250) loop();
}
