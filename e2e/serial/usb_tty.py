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
import ctypes
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
IN_CLOSE_WRITE, IN_CLOSE_NOWRITE, IN_OPEN = 0x08, 0x10, 0x20
INOTIFY_EVENT = struct.Struct("iIII")

libc = ctypes.CDLL(None, use_errno=True)


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


class Port:
    def __init__(self, wire):
        self.wire = wire
        self.master = self.slave = self.watch = None
        self.path = None
        self.opens = 0
        self.lossy = False
        self.buffer = 0
        self.deaf = False
        self.pending = b""
        self.reset()

    @property
    def is_open(self):
        return self.opens > 0

    def reset(self):
        self.to_host = self.from_host = self.dropped = self.unheard = 0

    def create(self):
        if self.master is not None:
            raise RuntimeError("already plugged")
        # The slave is held here too: through it the port is made free when the browser has closed it.
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.path = os.ttyname(self.slave)
        os.set_blocking(self.master, False)
        self.watch = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        libc.inotify_add_watch(self.watch, self.path.encode(), IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE)
        return self.path

    def hang_up(self):
        if self.master is None:
            return
        for handle in (self.watch, self.master, self.slave):
            os.close(handle)
        self.master = self.slave = self.watch = None
        self.opens, self.pending = 0, b""

    def note_doors(self):
        """Who opened and closed the slave since the last look."""
        events = os.read(self.watch, 4096)
        for at in range(0, len(events), INOTIFY_EVENT.size):
            _, mask, _, _ = INOTIFY_EVENT.unpack_from(events, at)
            if mask & IN_OPEN:
                self.opens += 1
                if self.opens == 1:
                    say({"event": "opened"})
            elif mask & (IN_CLOSE_WRITE | IN_CLOSE_NOWRITE) and self.opens > 0:
                self.opens -= 1
                if self.opens == 0:
                    self.note_closed()

    def note_closed(self):
        # A real tty forgets these at the last close; here that is not the last, for the slave is held.
        self.pending = b""
        fcntl.ioctl(self.slave, termios.TIOCNXCL)
        termios.tcflush(self.slave, termios.TCIOFLUSH)
        say({"event": "closed"})

    def read_host(self):
        try:
            data = os.read(self.master, CHUNK)
        except OSError as error:
            if error.errno in (errno.EIO, errno.EAGAIN):
                return
            raise
        if data:
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
        if port.master is not None:
            poll.register(port.watch, select.POLLIN)
            wanted = (0 if port.deaf else select.POLLIN) | (select.POLLOUT if port.pending else 0)
            poll.register(port.master, wanted)
        events = dict(poll.poll())

        if port.master is not None:
            flags = events.get(port.master, 0)
            if flags & select.POLLIN:
                port.read_host()
            if port.watch in events:
                port.note_doors()
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
