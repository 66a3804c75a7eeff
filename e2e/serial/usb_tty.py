#!/usr/bin/env python3
"""The two things of a virtual USB serial port that Node cannot do: own a pseudo-terminal and multicast on netlink.

The browser opens the pty's slave as it would open /dev/ttyACM0. All knowledge of udev, of the device and of the
protocol is on the other side (virtual-serial-port.ts); this file moves bytes and sends datagrams.

stdin   one JSON command a line; stdout one JSON answer or event a line
fd 3    the wire: what the browser writes comes out, what is written here reaches the browser
Needs Linux, python3 (standard library only) and the right to multicast uevents (root of the network namespace).
"""
import array
import base64
import errno
import fcntl
import json
import os
import pty
import select
import socket
import struct
import sys
import termios
import time
import tty

NETLINK_KOBJECT_UEVENT = 15
UDEV_GROUP = 2
TCGETS2 = 0x802C542A
CHUNK = 65536
# A closed pty cannot be waited for (its hang-up flag stays up), so it is looked at this often, in ms.
CLOSED_LOOK_MS = 4


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


class Port:
    def __init__(self, wire):
        self.wire = wire
        self.master = None
        self.path = None
        self.is_open = False
        self.lossy = False
        self.buffer = 0
        self.deaf = False
        self.pending = b""
        self.reset()

    def reset(self):
        self.to_host = self.from_host = self.dropped = self.unheard = 0

    def create(self):
        if self.master is not None:
            raise RuntimeError("already plugged")
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self.path = os.ttyname(slave)
        os.close(slave)  # only the browser holds it, so that its hang-up says "port closed"
        os.set_blocking(self.master, False)
        self.is_open = False
        return self.path

    def hang_up(self):
        if self.master is None:
            return
        os.close(self.master)
        self.master, self.is_open, self.pending = None, False, b""

    def hung_up(self):
        poll = select.poll()
        poll.register(self.master, 0)
        return any(flags & select.POLLHUP for _, flags in poll.poll(0))

    def note_open(self):
        if not self.is_open:
            self.is_open = True
            say({"event": "opened"})

    def note_closed(self):
        self.is_open, self.pending = False, b""
        # TIOCEXCL outlives close() on a pty, which a real tty would forget.
        try:
            slave = os.open(self.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
            fcntl.ioctl(slave, termios.TIOCNXCL)
            os.close(slave)
        except OSError:
            pass
        say({"event": "closed"})

    def read_host(self):
        try:
            data = os.read(self.master, CHUNK)
        except OSError as error:
            if error.errno in (errno.EIO, errno.EAGAIN):
                return
            raise
        if data:
            self.note_open()
            self.from_host += len(data)
            self.wire.sendall(data)

    def write_host(self, data):
        """What the tty does not take waits. With `lossy` only as much as the device's own buffer holds: the rest is
        gone, as from a device whose host does not read."""
        if self.master is None or not self.is_open:
            self.unheard += len(data)
            return
        self.pending += data
        self.flush()
        if self.lossy and len(self.pending) > self.buffer:
            self.dropped += len(self.pending) - self.buffer
            self.pending = self.pending[: self.buffer]

    def flush(self):
        try:
            done = os.write(self.master, self.pending)
        except BlockingIOError:
            return
        except OSError:
            self.unheard += len(self.pending)
            self.pending = b""
            return
        self.to_host += done
        self.pending = self.pending[done:]

    def line_error(self, marks):
        """Puts the marks that the kernel would write for a receive error into the browser's read stream."""
        if self.master is None or not self.is_open:
            raise RuntimeError("port is not open")
        time.sleep(0.03)  # what was written before has passed the line discipline
        plain = termios.tcgetattr(self.master)
        unmarked = list(plain)
        unmarked[0] &= ~termios.PARMRK
        termios.tcsetattr(self.master, termios.TCSANOW, unmarked)
        os.write(self.master, marks)
        time.sleep(0.05)
        termios.tcsetattr(self.master, termios.TCSANOW, plain)

    def line_settings(self):
        if self.master is None or not self.is_open:
            return {"baudRate": 0, "stopBits": 0}
        settings = array.array("B", bytes(44))  # struct termios2: 4 flag words, line, cc[19], speeds
        fcntl.ioctl(self.master, TCGETS2, settings)
        control = struct.unpack_from("I", settings, 8)[0]
        return {"baudRate": struct.unpack_from("I", settings, 40)[0], "stopBits": 2 if control & 0o100 else 1}


def multicast(datagram):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_KOBJECT_UEVENT) as netlink:
        netlink.bind((0, 0))
        netlink.sendto(datagram, (0, UDEV_GROUP))


def obey(port, command):
    what = command["do"]
    if what == "create":
        return {"path": port.create()}
    if what == "announce":
        multicast(base64.b64decode(command["datagram"]))
    elif what == "hang_up":
        port.hang_up()
    elif what == "line_error":
        port.line_error(base64.b64decode(command["marks"]))
    elif what == "set":
        port.lossy = command.get("lossy", port.lossy)
        port.buffer = command.get("buffer", 0)
        port.deaf = command.get("deaf", port.deaf)
    elif what == "reset":
        port.reset()
    elif what == "stats":
        return {
            "open": port.is_open,
            "toHost": port.to_host,
            "fromHost": port.from_host,
            "dropped": port.dropped,
            "unheard": port.unheard,
            "pending": len(port.pending),
            **port.line_settings(),
        }
    else:
        raise ValueError("unknown command " + what)
    return {}


def main():
    wire = socket.socket(fileno=3)
    port = Port(wire)
    typed = b""
    while True:
        poll = select.poll()
        poll.register(0, select.POLLIN)
        if not port.pending or port.lossy:
            poll.register(wire, select.POLLIN)
        closed = port.master is not None and not port.is_open
        if port.is_open:
            poll.register(port.master, (0 if port.deaf else select.POLLIN) | (select.POLLOUT if port.pending else 0))
        events = dict(poll.poll(CLOSED_LOOK_MS if closed else None))

        if closed and not port.hung_up():
            port.note_open()
        if port.is_open:
            flags = events.get(port.master, 0)
            if flags & select.POLLIN:
                port.read_host()
            elif flags & select.POLLHUP:
                port.note_closed()
            if flags & select.POLLOUT and port.pending:
                port.flush()
        if wire.fileno() in events:
            data = wire.recv(CHUNK)
            if not data:
                return
            port.write_host(data)
        if 0 in events:
            data = os.read(0, CHUNK)
            if not data:
                return
            *lines, typed = (typed + data).split(b"\n")
            for line in lines:
                command = json.loads(line)
                try:
                    answer = obey(port, command)
                except Exception as error:  # the other side decides what a failure means
                    answer = {"error": f"{type(error).__name__}: {error}"}
                say({"answer": command["id"], **answer})


main()
